import type { Exchange } from '../../store/exchanges.ts';
import { type Action, decodeAction } from '../actions.ts';
import { act } from '../handlers.ts';
import { PAGE_SIZE, selfOf } from './conversation.ts';
import { toRich } from './entities.ts';
import { readKept } from './kept.ts';
import { answerKeyboard, type Keyboard } from './keyboard.ts';
import { languageOf } from './language.ts';
import type { BotParts, Turn } from './parts.ts';
import { createSpeaker } from './speaker.ts';
import { split } from './split.ts';
import { telegramTexts } from './texts.ts';
import type { Incoming } from './update.ts';

type Press = Extract<Incoming, { is: 'press' }>;

/** Does what a button says. Everything that a button needs is in its data or in the store, so it outlives a restart. */
export async function press(pressed: Press, turn: Turn, parts: BotParts): Promise<void> {
  const { from, spot } = pressed;
  const { language } = await languageOf(from, parts);
  const acknowledge = (text?: string) =>
    parts.gateway.call('answerCallbackQuery', { callback_query_id: pressed.id, ...(text !== undefined && { text }) });
  const action = decodeAction(pressed.data);
  if (action === undefined || !parts.access.mayTalk({ personId: from.id, chatId: spot.chatId })) {
    await acknowledge(telegramTexts[language].buttonTooOld);
  } else if (action.do === 'page' || action.do === 'rate') {
    const exchange = await parts.exchanges.byId(action.exchange);
    // Data of a button can be made up: an exchange is for those in its chat only.
    if (exchange?.chatId !== spot.chatId) await acknowledge(telegramTexts[language].buttonTooOld);
    else if (action.do === 'rate')
      await acknowledge(telegramTexts[language][await rate(action, exchange, pressed, parts)]);
    else {
      await acknowledge();
      await turnTo(action.page, exchange, { pressed, turn }, parts);
    }
  } else {
    await acknowledge();
    const done = await act(action, { language, self: selfOf(from.id, turn.updateId, parts) });
    await edit(pressed, done.text, undefined, parts);
  }
}

/** A verdict that is given a second time is taken back. Gives the text to say. */
async function rate(
  { verdict }: Extract<Action, { do: 'rate' }>,
  exchange: Exchange,
  pressed: Press,
  parts: BotParts,
): Promise<'thanks' | 'ratingTakenBack'> {
  const { id: personId } = pressed.from;
  const before = await parts.feedback.of({ exchangeId: exchange.id, personId });
  const given = before === verdict ? undefined : verdict;
  await parts.feedback.give({ exchangeId: exchange.id, personId, verdict: given });
  if (pressed.spot.kind === 'private') {
    const pages = readKept(exchange.request)?.pages ?? 1;
    const { chatId } = pressed.spot;
    await parts.gateway.call('editMessageReplyMarkup', {
      chat_id: chatId,
      message_id: pressed.messageId,
      reply_markup: answerKeyboard({ exchange: exchange.id, page: exchange.page, pages, verdict: given }),
    });
  }
  return given === undefined ? 'ratingTakenBack' : 'thanks';
}

async function turnTo(number: number, exchange: Exchange, { pressed, turn }: Pressing, parts: BotParts): Promise<void> {
  const kept = readKept(exchange.request);
  if (kept === undefined) return;
  await parts.freshen();
  const answer = await parts.respond(kept.request, { number, size: PAGE_SIZE });
  const { number: page, of: pages } = answer.page ?? { number: 1, of: 1 };
  const sources = answer.sources.map(({ id }) => id);
  await parts.exchanges.turnTo(exchange.id, page, answer.text, sources);
  const keyboard = answerKeyboard({ exchange: exchange.id, page, pages });
  if (split(toRich(answer.text)).length === 1) return edit(pressed, answer.text, keyboard, parts);
  // Too long for the one message: it comes as new ones.
  const speaker = await createSpeaker(parts, { updateId: turn.updateId, spot: pressed.spot });
  await speaker.say(answer.text, { keyboard, exchangeId: exchange.id });
}

type Pressing = { pressed: Press; turn: Turn };

async function edit(
  { spot, messageId }: Press,
  markdown: string,
  keyboard: Keyboard | undefined,
  { gateway, log }: BotParts,
) {
  const [message] = split(toRich(markdown));
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
