import type { Log } from '../../log.ts';
import { StoreError } from '../../store/store-error.ts';
import { isCommand, type Place } from '../commands.ts';
import { type Message, type Previous, type Reply, reply } from '../handlers.ts';
import { texts } from '../texts.ts';
import { addressed } from './addressed.ts';
import { StoppedError } from './failures.ts';
import { isStop } from './incoming/lane.ts';
import { type KeptRequest, readKept } from './kept.ts';
import { answerKeyboard, keyboardOf, stopKeyboard } from './keyboard.ts';
import { languageOf } from './language.ts';
import type { Bot, BotParts, Turn } from './parts.ts';
import { createSpeaker, type Speaker } from './speaker.ts';
import { stop } from './stop.ts';
import { createStream, type Stream } from './stream.ts';
import { telegramTexts } from './texts.ts';
import { told } from './told.ts';
import { showTyping } from './typing.ts';
import type { Spot, TextMessage } from './update.ts';

/** Entries on one page of an answer: with quotations and links about as much as a telephone shows in three screens. */
export const PAGE_SIZE = 8;

/** For so long a message may go on from the one before it without replying to it, in milliseconds. */
const GOES_ON_MS = 30 * 60_000;

/**
 * Answers a text message.
 * 1. Is it meant for the bot, and may this person talk with it?
 * 2. What was said before: the exchange that it replies to, or this person's last one here.
 * 3. An answer is shown while it is written.
 * 4. The handlers' replies are kept before they are sent, so that one that was interrupted goes on as it began.
 */
export async function converse(said: TextMessage, turn: Turn, parts: Bot): Promise<void> {
  const text = addressed(said, parts.me, name => isCommand(name, placeOf(said.spot)));
  if (text === undefined) return;
  const message = { ...said, spot: await currentSpot(said.spot, parts) };
  const { spot, from } = message;
  const { language, chosen } = await languageOf(from, parts);
  const replyTo = spot.kind === 'private' ? undefined : message.messageId;
  if (!(await parts.access.mayTalk({ personId: from.id, chatId: spot.chatId }))) {
    if (spot.kind === 'private')
      await (await createSpeaker(parts, { turn, spot })).say(telegramTexts[language].closed(from.id));
    return;
  }
  if (isStop(text)) return stopTyped(message, { turn, language }, parts);
  await parts.people.see(from.id);
  await parts.chats.see({ id: spot.chatId, kind: spot.kind });
  // Whoever can write there can be answered there.
  if ((await parts.chats.state(spot.chatId)) !== 'active') await parts.chats.setState(spot.chatId, 'active');
  const buttons = stopKeyboard(telegramTexts[language].stop, turn.updateId);
  const stream = await createStream(parts, { turn, spot, replyTo, buttons, onShown: () => stopTyping() });
  const speaker = await createSpeaker(parts, { turn, spot, replyTo, inPlaceOf: stream.end });
  const generation = parts.generations.begin({ updateId: turn.updateId, chatId: spot.chatId, personId: from.id });
  const stopTyping = showTyping(parts.gateway, spot);
  try {
    await warnOfGap(speaker, spot.chatId, language, parts);
    const previous = await previousOf(message, parts);
    // Who says nothing but the bot's name wants to know what it can do.
    const heard = { text: text === '' ? '/help' : text, place: placeOf(spot), username: parts.me.username };
    const asked = { ...heard, language, chosen, previous };
    await answer(asked, { message, turn, speaker, stream, enough: generation.enough }, parts);
  } finally {
    stopTyping();
    generation.end();
    await stream.end();
  }
}

/** Ends what is being written for a person; where it is nothing, they are told so if they are alone with the bot. */
async function stopTyped({ spot, from }: TextMessage, { turn, language }: Stopping, parts: Bot): Promise<void> {
  if ((await stop({ spot, personId: from.id }, parts)) !== 'nothing' || spot.kind !== 'private') return;
  await (await createSpeaker(parts, { turn, spot })).say(texts[language].nothingToStop);
}

type Stopping = { turn: Turn; language: Message['language'] };

async function answer(asked: Message, asking: Asking, parts: BotParts): Promise<void> {
  const { message, turn, speaker, stream, enough } = asking;
  const before = await parts.exchanges.byUpdate(turn.updateId);
  try {
    if (before !== undefined) {
      const pages = readKept(before.request)?.pages ?? 1;
      const keyboard = answerKeyboard({ exchange: before.id, page: before.page, pages });
      return await speaker.say(before.answer, { keyboard, exchangeId: before.id });
    }
    await parts.freshen();
    const { understand, respond, write, models } = parts;
    const writing = { personId: message.from.id, onDraft: stream.show, enough, signal: turn.signal };
    const self = selfOf(message.from.id, turn.updateId, parts);
    const admin = parts.access.roleOf(message.from.id) === 'admin';
    // What answers cost names people, which is nobody else's business.
    const forAdmins = {
      ...(admin && { status: parts.status }),
      ...(admin && message.spot.kind === 'private' && { costs: parts.costs }),
    };
    const own = { asking: writing, self, models, ...forAdmins, pageSize: PAGE_SIZE };
    for await (const one of reply(asked, { understand, respond, write, ...own })) {
      await sayReply(one, asking, parts);
    }
  } catch (error) {
    const { signal } = turn;
    await tellFailure(error, { about: message, language: asked.language, speaker, signal, log: parts.log });
  }
}

/**
 * Tells a person that what they asked for failed.
 * @throws the error where something cannot be kept, or not be sent, for now: later all of it can
 */
export async function tellFailure(error: unknown, { about, language, speaker, signal, log }: Failing): Promise<void> {
  if (error instanceof StoppedError || error instanceof StoreError) throw error;
  // Whatever is thrown once there is no more time is likely to come of that.
  if (signal.aborted) throw new StoppedError();
  log.error(told(error, about), 'what a person asked for failed');
  await speaker.say(texts[language].failed);
}

type Failing = {
  /** what they sent */ about: object;
  language: Message['language'];
  speaker: Speaker;
  signal: AbortSignal;
  log: Log;
};

type Asking = { message: TextMessage; turn: Turn; speaker: Speaker; stream: Stream; enough: AbortSignal };

async function sayReply({ text, answered, choices }: Reply, asking: Asking, parts: BotParts) {
  const { message, turn, speaker } = asking;
  if (answered === undefined) {
    return speaker.say(text, { keyboard: choices && keyboardOf(choices) });
  }
  const { request, page, answer } = answered;
  const pages = answer.page?.of ?? 1;
  const exchangeId = await parts.exchanges.save({
    updateId: turn.updateId,
    chatId: message.spot.chatId,
    threadId: message.spot.threadId,
    personId: message.from.id,
    askedAt: parts.now(),
    language: request.question.language,
    request: { request, pages } satisfies KeptRequest,
    page,
    question: request.question.text,
    answer: text,
    refused: answer.refused,
    sources: answer.sources.map(({ id }) => id),
  });
  // Who asked has had everything erased meanwhile, this question too.
  if (exchangeId === undefined) return retract(asking, parts);
  await speaker.say(text, { keyboard: answerKeyboard({ exchange: exchangeId, page, pages }), exchangeId });
  parts.onAnswered?.({ refused: answer.refused, seconds: (parts.now() - turn.receivedAt) / 1000 });
}

/** Takes back what was shown of an answer that is not to be given. */
async function retract({ message, turn, stream }: Asking, { gateway }: BotParts): Promise<void> {
  const shown = await stream.end();
  if (shown === undefined) return;
  await gateway.call('deleteMessage', { chat_id: message.spot.chatId, message_id: shown }, { signal: turn.signal });
}

/** The exchange that a message replies to; where it replies to none, the person's last one in the same place. */
async function previousOf({ spot, from, repliedTo }: TextMessage, { exchanges, now }: BotParts) {
  const { chatId, threadId } = spot;
  const exchange =
    (repliedTo && (await exchanges.byMessage(chatId, repliedTo.messageId))) ??
    (await exchanges.last({ chatId, threadId, personId: from.id, since: now() - GOES_ON_MS }));
  const kept = exchange && readKept(exchange.request);
  return kept && exchange
    ? ({ request: kept.request, page: exchange.page, sources: exchange.sources } satisfies Previous)
    : undefined;
}

/** Says once that an earlier message may not have arrived. */
async function warnOfGap(speaker: Speaker, chatId: number, language: Message['language'], { replies }: BotParts) {
  if ((await replies.unknownIn(chatId)) === 0) return;
  await speaker.remark(telegramTexts[language].mayBeMissing);
  await replies.told(chatId);
}

/** A group that has become a supergroup goes on there; what waited with its old number is answered in the new one. */
async function currentSpot(spot: Spot, { chats }: BotParts): Promise<Spot> {
  if (spot.kind !== 'group') return spot;
  const chatId = await chats.current(spot.chatId);
  return chatId === spot.chatId ? spot : { ...spot, chatId, kind: 'supergroup' };
}

function placeOf({ kind }: Spot): Place {
  return kind === 'private' ? 'private' : 'group';
}

/** What a person may change of what is kept of them. */
export function selfOf(personId: number, updateId: number, { people, forget }: BotParts) {
  return {
    setLanguage: (language: Message['language'] | undefined) => people.setLanguage(personId, language),
    forget: () => forget(personId, updateId),
  };
}
