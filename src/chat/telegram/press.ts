import type { Language } from '../../answer/wording.ts';
import type { Exchange } from '../../store/exchanges.ts';
import { type Action, decodeAction } from '../actions.ts';
import { act } from '../handlers.ts';
import { PAGE_SIZE, selfOf } from './conversation.ts';
import { type KeptRequest, readKept } from './kept.ts';
import { answerKeyboard, type Keyboard } from './keyboard.ts';
import { languageOf } from './language.ts';
import { messagesOf } from './messages.ts';
import type { BotParts, Turn } from './parts.ts';
import { createSpeaker } from './speaker.ts';
import { telegramTexts } from './texts.ts';
import type { Press } from './update.ts';

/** Does what a button says. Everything that a button needs is in its data or in the store, so it outlives a restart. */
export async function press(pressed: Press, turn: Turn, parts: BotParts): Promise<void> {
  const { from, spot } = pressed;
  const { language } = await languageOf(from, parts);
  const words = telegramTexts[language];
  const pressing = {
    pressed,
    turn,
    acknowledge: async (text?: string) => {
      const noted = text === undefined ? {} : { text };
      await parts.gateway.call('answerCallbackQuery', { callback_query_id: pressed.id, ...noted });
    },
  };
  const { acknowledge } = pressing;
  const action = decodeAction(pressed.data);
  if (!(await parts.access.mayTalk({ personId: from.id, chatId: spot.chatId }))) {
    await acknowledge(words.closedShort);
  } else if (action === undefined) {
    await acknowledge(words.buttonTooOld);
  } else if (action.do === 'page' || action.do === 'rate') {
    const exchange = await parts.exchanges.byId(action.exchange);
    const kept = exchange && readKept(exchange.request);
    // Data of a button can be made up: an exchange is for those in its chat only.
    if (kept === undefined || exchange?.chatId !== spot.chatId) await acknowledge(words.buttonTooOld);
    else if (action.do === 'rate') await rate(action, { exchange, kept, ...pressing }, parts);
    else await turnTo(action.page, { exchange, kept, ...pressing }, parts);
  } else if (spot.kind !== 'private' && pressed.askedBy !== from.id) {
    await acknowledge(words.buttonOfAnother);
  } else {
    await choose(action, pressing, language, parts);
  }
}

type Pressing = { pressed: Press; turn: Turn; acknowledge(text?: string): Promise<void> };
type PressingOnAnswer = Pressing & { exchange: Exchange; kept: KeptRequest };

/** A verdict that is given a second time is taken back. */
async function rate(
  { verdict }: Extract<Action, { do: 'rate' }>,
  { exchange, kept, pressed, turn, acknowledge }: PressingOnAnswer,
  parts: BotParts,
): Promise<void> {
  const { from, spot, messageId } = pressed;
  const whose = { exchangeId: exchange.id, personId: from.id };
  // The press that is handled again after a crash is not the second one.
  if ((await parts.replies.of(turn.updateId)).length === 0) {
    const before = await parts.feedback.of(whose);
    await parts.feedback.give({ ...whose, verdict: before === verdict ? undefined : verdict });
    await parts.replies.record({ updateId: turn.updateId, part: 0, chatId: spot.chatId, state: 'sent' });
  }
  const given = await parts.feedback.of(whose);
  const { language } = await languageOf(from, parts);
  await acknowledge(telegramTexts[language][given === undefined ? 'ratingTakenBack' : 'thanks']);
  if (spot.kind !== 'private') return;
  await parts.gateway.call('editMessageReplyMarkup', {
    chat_id: spot.chatId,
    message_id: messageId,
    reply_markup: answerKeyboard({ exchange: exchange.id, page: exchange.page, pages: kept.pages, verdict: given }),
  });
}

async function turnTo(
  number: number,
  { exchange, kept, pressed, turn, acknowledge }: PressingOnAnswer,
  parts: BotParts,
): Promise<void> {
  const { spot, from } = pressed;
  await acknowledge();
  await parts.freshen();
  const answer = await parts.respond(kept.request, { number, size: PAGE_SIZE });
  const { number: page, of: pages } = answer.page ?? { number: 1, of: 1 };
  const sources = answer.sources.map(({ id }) => id);
  await parts.exchanges.turnTo(exchange.id, page, answer.text, sources);
  const own = spot.kind === 'private';
  const verdict = own ? await parts.feedback.of({ exchangeId: exchange.id, personId: from.id }) : undefined;
  const keyboard = answerKeyboard({ exchange: exchange.id, page, pages, verdict });
  // A page that takes several messages cannot stand in the place of one, nor one in theirs.
  if ([exchange.answer, answer.text].every(text => messagesOf(text).length === 1))
    return edit(pressed, answer.text, keyboard, parts);
  const speaker = await createSpeaker(parts, { turn, spot });
  await speaker.say(answer.text, { keyboard, exchangeId: exchange.id });
}

/** What `/language` and `/forget` offer. */
async function choose(
  action: Extract<Action, { do: 'language' | 'forget' }>,
  { pressed, turn, acknowledge }: Pressing,
  language: Language,
  parts: BotParts,
): Promise<void> {
  await acknowledge();
  const done = await act(action, { language, self: selfOf(pressed.from.id, turn.updateId, parts) });
  await edit(pressed, done.text, undefined, parts);
}

async function edit(
  { spot, messageId }: Press,
  markdown: string,
  keyboard: Keyboard | undefined,
  { gateway, log }: BotParts,
) {
  const [message] = messagesOf(markdown);
  if (message === undefined) return;
  const outcome = await gateway.call('editMessageText', {
    chat_id: spot.chatId,
    message_id: messageId,
    ...message,
    link_preview_options: { is_disabled: true },
    ...(keyboard && { reply_markup: keyboard }),
  });
  if (!outcome.ok)
    log.info({ reason: outcome.reason, description: outcome.description }, 'a message could not be edited');
}
