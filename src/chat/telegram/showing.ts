import type { Log } from '../../log.ts';
import type { Replies } from '../../store/replies.ts';
import type { Drafts } from './drafts.ts';
import type { Rich } from './format/rich.ts';
import type { Keyboard } from './keyboard.ts';
import type { Gateway } from './outgoing/gateway.ts';
import type { Outcome } from './outgoing/outcome.ts';
import type { Turn } from './parts.ts';
import { placeOf } from './speaker.ts';
import type { Spot } from './update.ts';

/** Shows single frames of an answer: in a draft where there are such, else in a message that is changed. */
export type Showing = {
  /** Shows a frame if the chat takes it now. @throws what the store throws */
  show(frame: Rich): Promise<Shown>;
  /** the message that is changed, where there is one */ standing(): number | undefined;
};

/** How a frame went, and how long to wait for the next one; `over`: there is to be none. */
export type Shown = { ok: boolean; restMs: number } | 'over';

export type ShowingParts = { gateway: Pick<Gateway, 'call'>; replies: Replies; drafts: Drafts; log: Log };

export type Shows = {
  turn: Turn;
  spot: Spot;
  replyTo?: number | undefined;
  /** stand under the message until the answer takes its place */ buttons: Keyboard;
};

/** As which part of the replies to an update the message is kept in which its answer is written. */
const WRITTEN_IN = -2;

/**
 * From the end of one frame to the next. Drafts: half of the second in which a chat is sent two calls. Edits: Telegram takes
 * about one message a second in a private chat and 20 a minute in a group; these are the figures of Vercel's chat SDK, and
 * they pass. The first words of a message are soon followed by more.
 */
const GAP_MS = { draft: 500, first: 1_100, private: 1_100, group: 3_100 };
/** With each 429 frames come so much more slowly, up to a limit. */
const SLOWER = 1.5;
const SLOWEST = 8;
/** The chat took no call at that moment. */
const AGAIN_MS = 150;
/** What comes behind a frame of one that stands there waits no longer for it than this. */
const DEADLINE_MS = 5_000;

/** How servers say that they have no such method where they do not say so with 404. */
const UNKNOWN_METHOD = /\bmethod\b/i;

export async function createShowing(
  { gateway, replies, drafts, log }: ShowingParts,
  { turn, spot, replyTo, buttons }: Shows,
): Promise<Showing> {
  const { updateId, attempts: attempt, signal } = turn;
  const { chatId } = spot;
  const topic = spot.threadId !== undefined && { message_thread_id: spot.threadId };
  const options = { droppable: true, deadlineMs: DEADLINE_MS, signal } as const;
  const kept = { updateId, part: WRITTEN_IN, chatId };
  // Where the update was handled before, the half of an answer that was left behind is gone on with.
  const begun = (await replies.of(updateId)).find(({ part }) => part === WRITTEN_IN);
  let messageId = begun?.messageId;
  // One that was leaving when the program died may stand there: as below, there is to be no second one.
  const lost = begun !== undefined && messageId === undefined;
  let slow = 1;

  const asDraft = async (frame: Rich): Promise<Shown> => {
    // One number for all frames of an answer, and Telegram takes any but 0.
    const stop = { can_stop: true, keep_on_stop: true };
    const draft = { chat_id: chatId, draft_id: updateId || 1, ...frame, ...topic, ...stop };
    const outcome = await gateway.call('sendMessageDraft', draft, options);
    if (outcome.ok) return { ok: true, restMs: slow * GAP_MS.draft };
    const { reason, description } = outcome;
    if (reason === 'unsupported' || (reason === 'rejected' && UNKNOWN_METHOD.test(description))) drafts.unknown();
    else if (reason === 'rejected') drafts.refusedIn(chatId);
    else return failed(outcome, GAP_MS.draft);
    log.info({ reason, description }, 'drafts are not taken: answers are written in messages instead');
    return asMessage(frame);
  };

  const asMessage = async (frame: Rich): Promise<Shown> => {
    const reply = replyTo !== undefined && {
      reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
    };
    // A process that was taken for dead does not begin what its successor writes.
    const before = () => replies.claim({ ...kept, attempt });
    const message = { ...messageOf(frame), ...topic, ...reply };
    // It has as long as any other message, for all that comes behind it needs its number.
    const outcome = await gateway.call('sendMessage', message, { droppable: true, before, signal });
    // Of a message that may be there nobody knows the number: a second one must not stand below it.
    if (!outcome.ok) return outcome.reason === 'unknown' ? 'over' : failed(outcome, GAP_MS.first);
    messageId = placeOf(outcome.result).messageId;
    if (messageId === undefined) return 'over';
    await replies.record({ ...kept, messageId, state: 'sent' });
    return { ok: true, restMs: slow * GAP_MS.first };
  };

  const asEdit = async (message: number, frame: Rich): Promise<Shown> => {
    const gap = GAP_MS[spot.kind === 'private' ? 'private' : 'group'];
    const edit = { ...messageOf(frame), message_id: message };
    const outcome = await gateway.call('editMessageText', edit, options);
    if (outcome.ok) return { ok: true, restMs: slow * gap };
    // Somebody has deleted it: the answer comes as a new one.
    if (outcome.reason === 'gone') messageId = undefined;
    return failed(outcome, gap);
  };

  const messageOf = (frame: Rich) => ({
    chat_id: chatId,
    ...frame,
    link_preview_options: { is_disabled: true },
    reply_markup: buttons,
  });

  /** A frame is worth nothing later: one that fails is left for the next, unless that would fare no better. */
  const failed = ({ reason, code }: Extract<Outcome<unknown>, { ok: false }>, gap: number): Shown => {
    if (reason === 'flood' && code === undefined) return { ok: false, restMs: AGAIN_MS };
    if (reason === 'flood') slow = Math.min(slow * SLOWER, SLOWEST);
    else if (reason !== 'unreachable' && reason !== 'unknown') return 'over';
    return { ok: false, restMs: slow * gap };
  };

  return {
    async show(frame) {
      if (messageId !== undefined) return asEdit(messageId, frame);
      if (lost) return 'over';
      return drafts.usedIn(spot) ? asDraft(frame) : asMessage(frame);
    },
    standing: () => messageId,
  };
}
