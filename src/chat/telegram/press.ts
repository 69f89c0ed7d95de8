import type { Answer } from '../../answer/answer.ts';
import type { Page } from '../../answer/request.ts';
import type { Language } from '../../answer/wording.ts';
import type { Exchange } from '../../store/exchanges.ts';
import { type Action, decodeAction } from '../actions.ts';
import { act } from '../handlers.ts';
import { texts } from '../texts.ts';
import { PAGE_SIZE, selfOf, tellFailure } from './conversation.ts';
import { StoppedError } from './failures.ts';
import { messagesOf } from './format/messages.ts';
import { type KeptRequest, readKept } from './kept.ts';
import { answerKeyboard, type Keyboard } from './keyboard.ts';
import { languageOf } from './language.ts';
import { isPassing, type Outcome } from './outgoing/outcome.ts';
import type { Bot, BotParts, Turn } from './parts.ts';
import { QUERY_MS } from './query.ts';
import { createSpeaker, type Speaker } from './speaker.ts';
import { stop } from './stop.ts';
import { telegramTexts } from './texts.ts';
import { told } from './told.ts';
import { showTyping } from './typing.ts';
import type { Press } from './update.ts';

/** Does what a button says. Everything that a button needs is in its data or in the store, so it outlives a restart. */
export async function press(pressed: Press, turn: Turn, parts: Bot): Promise<void> {
  const { from, spot } = pressed;
  const { language } = await languageOf(from, parts);
  const speaker = await createSpeaker(parts, { turn, spot });
  const { acknowledge, acknowledged } = acknowledging(pressed, turn, parts);
  try {
    await carryOut(decodeAction(pressed.data), { pressed, turn, language, speaker, acknowledge }, parts);
  } catch (error) {
    await tellFailure(error, { about: pressed, language, speaker, signal: turn.signal, log: parts.log });
  } finally {
    await acknowledged();
  }
}

type Pressing = {
  pressed: Press;
  turn: Turn;
  language: Language;
  speaker: Speaker;
  /** Lets the button go, with a notice or without. Not waited for, since what the button does is worth more. */
  acknowledge(notice?: string): void;
};
type PressingOnAnswer = Pressing & { exchange: Exchange; kept: KeptRequest };

function acknowledging({ id }: Press, { signal }: Turn, { gateway, log }: BotParts) {
  let under: Promise<unknown> = Promise.resolve();
  return {
    acknowledge(notice?: string) {
      const answer = { callback_query_id: id, ...(notice !== undefined && { text: notice }) };
      under = gateway
        .call('answerCallbackQuery', answer, { deadlineMs: QUERY_MS, signal })
        .catch(error => log.error(told(error), 'a press could not be acknowledged'));
    },
    acknowledged: () => under,
  };
}

async function carryOut(action: Action | undefined, pressing: Pressing, parts: Bot): Promise<void> {
  const { pressed, language, acknowledge } = pressing;
  const { from, spot } = pressed;
  const words = telegramTexts[language];
  if (!(await parts.access.mayTalk({ personId: from.id, chatId: spot.chatId }))) {
    acknowledge(words.closedShort);
  } else if (action === undefined) {
    acknowledge(words.buttonTooOld);
  } else if (action.do === 'stay') {
    acknowledge();
  } else if (action.do === 'page' || action.do === 'rate') {
    const exchange = await parts.exchanges.byId(action.exchange);
    const kept = exchange && readKept(exchange.request);
    // Data of a button can be made up: an exchange is for those in its chat only.
    if (kept === undefined || exchange?.chatId !== spot.chatId) acknowledge(words.buttonTooOld);
    else if (action.do === 'rate') await rate(action, { exchange, kept, ...pressing }, parts);
    else await turnTo(action.page, { exchange, kept, ...pressing }, parts);
  } else if (action.do === 'stop') {
    const done = await stop({ spot, personId: from.id, updateId: action.update }, parts);
    const notices = { stopped: words.stopped, another: words.buttonOfAnother, nothing: texts[language].nothingToStop };
    acknowledge(notices[done]);
    if (done === 'nothing') await clearAway(action.update, pressing, parts);
  } else if (spot.kind !== 'private' && pressed.askedBy !== from.id) {
    acknowledge(words.buttonOfAnother);
  } else {
    // What `/language` and `/forget` offer.
    acknowledge();
    const done = await act(action, { language, self: selfOf(from.id, pressing.turn.updateId, parts) });
    await show(done.text, {}, pressing, parts);
  }
}

/**
 * Deletes what was begun of an answer in a message whose number did not come back when it was sent: the answer stands in
 * another one, and nothing else would ever take this one away.
 */
async function clearAway(update: number, { pressed, turn }: Pressing, { replies, gateway }: BotParts): Promise<void> {
  const { spot, messageId, real } = pressed;
  if (!real || (await replies.of(update)).some(reply => reply.messageId === messageId)) return;
  await gateway.call('deleteMessage', { chat_id: spot.chatId, message_id: messageId }, { signal: turn.signal });
}

/** As which part of the replies to a press it is kept what is to become of a verdict. */
const GIVEN = 0;
const TAKEN_BACK = -1;

/** A verdict that is given a second time is taken back. */
async function rate(
  { verdict }: Extract<Action, { do: 'rate' }>,
  { exchange, kept, pressed, turn, language, acknowledge }: PressingOnAnswer,
  parts: BotParts,
): Promise<void> {
  const { spot, messageId } = pressed;
  const { updateId, signal } = turn;
  const whose = { exchangeId: exchange.id, personId: pressed.from.id };
  // Decided once and before it is done: the press that is handled again after a crash is not the second one.
  const decided = (await parts.replies.of(updateId)).find(({ part }) => part === GIVEN || part === TAKEN_BACK);
  const back = decided === undefined ? (await parts.feedback.of(whose)) === verdict : decided.part === TAKEN_BACK;
  if (signal.aborted) throw new StoppedError();
  await parts.replies.record({ updateId, part: back ? TAKEN_BACK : GIVEN, chatId: spot.chatId, state: 'sent' });
  const given = back ? undefined : verdict;
  await parts.feedback.give({ ...whose, verdict: given });
  acknowledge(telegramTexts[language][back ? 'ratingTakenBack' : 'thanks']);
  if (spot.kind !== 'private') return;
  const { page } = exchange;
  const buttons = answerKeyboard({ exchange: exchange.id, page, pages: kept.pages, verdict: given });
  const edit = { chat_id: spot.chatId, message_id: messageId, reply_markup: buttons };
  taken(await parts.gateway.call('editMessageReplyMarkup', edit, { signal }), parts);
}

async function turnTo(number: number, pressing: PressingOnAnswer, parts: Bot): Promise<void> {
  const { exchange, kept, pressed, speaker, acknowledge } = pressing;
  acknowledge();
  await parts.freshen();
  const asked = { number, size: PAGE_SIZE };
  // The first page is the one that was written; those behind it list what the notes hold.
  const answer = await (number === 1 ? writeAgain(asked, pressing, parts) : parts.respond(kept.request, asked));
  const { number: page, of: pages } = answer.page ?? { number: 1, of: 1 };
  const whose = { exchangeId: exchange.id, personId: pressed.from.id };
  const verdict = pressed.spot.kind === 'private' ? await parts.feedback.of(whose) : undefined;
  const under = { keyboard: answerKeyboard({ exchange: exchange.id, page, pages, verdict }), exchangeId: exchange.id };
  // A page that takes several messages cannot stand in the place of one, nor one in theirs.
  const inPlace = [exchange.answer, answer.text].every(text => messagesOf(text).length === 1);
  if (inPlace) await show(answer.text, under, pressing, parts);
  else await speaker.say(answer.text, under);
  // Only now: a press that is left for later finds all as it was.
  const sources = answer.sources.map(({ id }) => id);
  await parts.exchanges.turnTo(exchange.id, page, answer.text, sources);
}

/**
 * What was written is kept; but where it was stopped, or is kept no more, a model is at it anew, which takes its time and can
 * be stopped again.
 */
async function writeAgain(page: Page, { kept, pressed, turn }: PressingOnAnswer, parts: Bot): Promise<Answer> {
  const { from, spot } = pressed;
  const { updateId, signal } = turn;
  const { enough, end } = parts.generations.begin({ updateId, chatId: spot.chatId, personId: from.id });
  const stopTyping = showTyping(parts.gateway, spot);
  try {
    return await parts.write(kept.request, { page, personId: from.id, enough, signal });
  } finally {
    stopTyping();
    end();
  }
}

/** Puts something in the place of the message with the button, or below it where Telegram does not take that. */
async function show(
  markdown: string,
  under: { keyboard?: Keyboard; exchangeId?: number },
  { pressed, turn, speaker }: Pressing,
  parts: BotParts,
): Promise<void> {
  // Handled again, a press goes on where it was, whatever could be changed in place by now.
  if (speaker.begun) return await speaker.say(markdown, under);
  const [message] = messagesOf(markdown);
  if (message === undefined) return;
  const edit = {
    chat_id: pressed.spot.chatId,
    message_id: pressed.messageId,
    ...message,
    link_preview_options: { is_disabled: true },
    ...(under.keyboard && { reply_markup: under.keyboard }),
  };
  const outcome = await parts.gateway.call('editMessageText', edit, { signal: turn.signal });
  if (!taken(outcome, parts)) await speaker.say(markdown, under);
}

/**
 * False where Telegram does not change the message as it was asked to, or nobody knows whether it did: what fails for one
 * edit each time would hold up its chat for ever.
 * @throws StoppedError where it may do so later; to change it twice comes to the same
 */
function taken(outcome: Outcome<unknown>, { log }: BotParts): boolean {
  if (outcome.ok) return true;
  const { reason, description } = outcome;
  // Where the token is wrong indeed, no new message goes out either, and that leaves the press for later.
  if (isPassing(reason) && reason !== 'unauthorized') throw new StoppedError();
  const lost = reason === 'gone' || reason === 'blocked';
  log[lost ? 'info' : 'error']({ reason, description }, 'a message could not be edited');
  return lost;
}
