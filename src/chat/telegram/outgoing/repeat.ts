import { backoff } from '../../../timing/backoff.ts';
import type { Method, Reply } from './client.ts';
import { type Outcome, outcomeOf, stopped } from './outcome.ts';
import type { ChatId } from './pace.ts';

/** How far a call has got. */
export type Progress = {
  /** since Telegram last asked for quiet */ attempts: number;
  /** when the first of these was made */ since: number;
  /** an earlier attempt may have arrived */ perhaps: boolean;
  /** the chat's new number was tried */ followed: boolean;
};

type Tried = {
  method: Method;
  chat: ChatId | undefined;
  droppable: boolean;
  deadlineMs: number;
  progress: Progress;
  now: number;
  /** nothing may be begun any more */ ending: boolean;
  /** 0 to 1, spreads the repetitions of many calls */ random: () => number;
};

/**
 * What follows from a reply: the outcome; the same again after a while; quiet, and then the outcome or, where there is none, the
 * same again; or the same to the chat's new number.
 */
export type Next =
  | { do: 'end'; outcome: Outcome<unknown> }
  | { do: 'repeat'; inMs: number; perhaps: boolean; why: string }
  | { do: 'keep quiet'; forMs: number; outcome: Outcome<unknown> | undefined }
  | { do: 'follow'; from: ChatId; to: number };

/** With pauses of 0.5, 1, 2, 4 and 8 s between them. */
const MOST_ATTEMPTS = 6;
const PAUSE_MS = { first: 500, longest: 8_000 };
/** For a 429 that does not say how long. */
const QUIET_MS = 5000;

/** What comes to the same when it is done twice. */
const REPEATABLE: ReadonlySet<Method> = new Set<Method>([
  'getMe',
  'getUpdates',
  'setWebhook',
  'deleteWebhook',
  'getWebhookInfo',
  'setMyCommands',
  'setMyShortDescription',
  'editMessageText',
  'editMessageReplyMarkup',
  'deleteMessage',
  'answerCallbackQuery',
  'answerInlineQuery',
  'sendChatAction',
  'sendMessageDraft',
]);

/**
 * Whether a call may be made again when it is not known if it arrived. A message that is sent twice is there twice, since the
 * Bot API has no key against it; whatever else is not named above is treated like one.
 */
export function isRepeatable(method: Method): boolean {
  return REPEATABLE.has(method);
}

/** What to do after a reply. */
export function nextAfter(reply: Reply, tried: Tried): Next {
  const { method, droppable, progress, ending } = tried;
  const outcome = outcomeOf(reply, { method, perhaps: progress.perhaps });
  if (reply.kind === 'result') return { do: 'end', outcome };
  if (reply.kind === 'silence') {
    const perhaps = reply.arrived === 'perhaps';
    const harmless = !perhaps || isRepeatable(method);
    if (ending && harmless) return { do: 'end', outcome: stopped };
    const tooOften = progress.attempts >= MOST_ATTEMPTS || tried.now - progress.since >= tried.deadlineMs;
    // Who polls goes on polling in any case.
    if (!harmless || tooOften || droppable || method === 'getUpdates') return { do: 'end', outcome };
    const inMs = backoff(progress.attempts, PAUSE_MS) * (0.5 + tried.random());
    return { do: 'repeat', inMs, perhaps, why: reply.description };
  }
  if (reply.code === 429) {
    const forMs = reply.retryAfter === undefined ? QUIET_MS : Math.max(1, reply.retryAfter) * 1000;
    // What is about no chat belongs to starting, or to an answer that is worth nothing when it comes late.
    const waits = tried.chat !== undefined || method === 'getUpdates' || forMs <= tried.deadlineMs;
    return { do: 'keep quiet', forMs, outcome: droppable || !waits ? outcome : undefined };
  }
  const { migrateTo } = reply;
  const { chat } = tried;
  const follows = chat !== undefined && migrateTo !== undefined && migrateTo !== chat && !progress.followed;
  return follows ? { do: 'follow', from: chat, to: migrateTo } : { do: 'end', outcome };
}
