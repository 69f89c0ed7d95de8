import type { Log } from '../../../log.ts';
import { type After, after as afterwards } from '../../../timing/after.ts';
import { pauseBy } from '../../../timing/pause.ts';
import { told } from '../told.ts';
import type { Client, Method, Params, Reply, Result } from './client.ts';
import { createLines } from './lines.ts';
import { dropped, lost, type Outcome, outcomeOf, stopped } from './outcome.ts';
import { type ChatId, createPace, type Kind, type Pace, type Priority } from './pace.ts';
import { isRepeatable, nextAfter, type Progress } from './repeat.ts';

export type { Method, Params, Result } from './client.ts';

/** The way out to Telegram: every call goes through it, at the pace that Telegram takes, and its outcome comes as a value. */
export type Gateway = {
  /**
   * Makes a call. Those to one chat are made one after another in the order in which they came, interactive ones first. What
   * surely did not arrive is tried again, and so is what may be done twice; a message that may have arrived is not. On 429 the
   * chat waits as long as Telegram says, and so do all bulk calls.
   * @throws what `before` throws
   */
  call<M extends Method>(method: M, payload: Params<M>, options?: CallOptions): Promise<Outcome<Result<M>>>;
  /**
   * From now on no call waits for its turn, for quiet or for another attempt: one that does or would comes back as 'stopped',
   * at once. Requests that run go on, and calls that need not wait are made.
   */
  hurry(): void;
  /**
   * Ends: waiting calls come back as 'stopped', running ones are given so many milliseconds. Resolves when all have come back;
   * then nothing of the gateway keeps the process alive.
   */
  stop(graceMs: number): Promise<void>;
};

export type CallOptions = {
  /** whether a person waits for it (the default) or it is one of many */ priority?: Priority;
  /** how long one attempt may take, and how long further ones are begun, in milliseconds: 30 000 */ deadlineMs?: number;
  /** worth nothing later: never repeated, and 'flood' at once where it would have to wait */ droppable?: boolean;
  /** Awaited once, before the first request, when it is the call's turn. After false, the call is not made: 'stopped'. */
  before?: () => Promise<boolean>;
  /** Nobody needs it any more: 'stopped', unless it is a message that is on its way, for that may arrive all the same. */
  signal?: AbortSignal;
};

type GatewayOptions = {
  client: Client;
  pace?: Pace;
  /** A group became a supergroup; awaited before the call is made anew with the new number. Where it throws, it is not. */
  onMigrated(from: number, to: number): Promise<void>;
  /** Told of each request: its outcome, 'ok' or a Reason, and how long it took, waiting for a turn not counted. */
  onCall?: ((call: { method: string; outcome: string; seconds: number }) => void) | undefined;
  log: Log;
  /** the milliseconds of a clock, best of one that never goes back */ now: () => number;
  after?: After;
  /** 0 to 1, spreads repetitions */ random: () => number;
};

const DEADLINE_MS = 30_000;

/** A call that is under way. */
type Running = {
  method: Method;
  payload: object;
  chat: ChatId | undefined;
  kind: Kind;
  priority: Priority;
  deadlineMs: number;
  droppable: boolean;
  before: CallOptions['before'];
  progress: Progress;
  /** it may begin nothing any more */ end: AbortController;
  /** even a request that runs has to end */ cut: AbortController;
};

export function createGateway(options: GatewayOptions): Gateway {
  const { client, onMigrated, onCall, log, now, after = afterwards, random } = options;
  const pace = options.pace ?? createPace({ now });
  const pause = pauseBy(after);
  const lines = createLines({ pace, now, after });
  const moved = new Map<ChatId, number>();
  const running = new Map<Running, Promise<unknown>>();
  let hurried = false;
  let stopping = false;

  /** The number that a chat has by now. */
  const current = (chat: ChatId): ChatId => {
    const to = moved.get(chat);
    return to === undefined ? chat : current(to);
  };

  /** False where the new number cannot be kept for now. */
  const follow = async (from: ChatId, to: number): Promise<boolean> => {
    try {
      if (typeof from === 'number') await onMigrated(from, to);
    } catch (error) {
      log.error(told(error), 'the new number of a group could not be kept');
      return false;
    }
    // No circle, whatever Telegram says.
    moved.delete(to);
    moved.set(from, to);
    lines.move(from, to);
    return true;
  };

  /** Waits for turns and makes requests in them until there is an outcome. */
  const carryOut = async (call: Running): Promise<Outcome<unknown>> => {
    // What is to come behind a sign does not wait for its end.
    if (call.chat === undefined || call.kind === 'sign') return (await inTurn(call)) ?? stopped;
    let order: number | undefined;
    for (;;) {
      const { priority, kind, droppable, end } = call;
      const turn = await lines.enter({
        chat: current(call.chat),
        priority,
        kind,
        droppable: droppable || hurried,
        signal: end.signal,
        order,
      });
      if (turn === 'stopped') return stopped;
      if (turn === 'dropped') return droppable ? dropped : stopped;
      order = turn.order;
      try {
        const outcome = await inTurn(call);
        if (outcome !== undefined) return outcome;
      } finally {
        turn.leave();
      }
    }
  };

  /** Undefined when Telegram wants quiet, and the call has to wait in line for the end of it. */
  const inTurn = async (call: Running): Promise<Outcome<unknown> | undefined> => {
    const { method, kind, progress, end } = call;
    for (;;) {
      const chat = call.chat === undefined ? undefined : current(call.chat);
      if (end.signal.aborted) return stopped;
      if (chat !== undefined) {
        if (call.droppable && pace.isPaused(chat)) return dropped;
        if (kind === 'sign' && pace.chatFrom(chat, kind) > now()) return dropped;
        // It had its turn at the right time: this is about repeating it, and about a chat's new number.
        const wait = kind === 'sign' ? 0 : pace.requestFrom(chat) - now();
        if (wait > 0) {
          await pause(wait, end.signal);
          continue;
        }
      }
      const { before } = call;
      call.before = undefined;
      if (before !== undefined && (!(await before()) || end.signal.aborted)) return stopped;
      if (progress.attempts === 0) progress.since = now();
      const reply = await request(call, chat);
      progress.attempts += 1;
      if (hurried) end.abort();
      const next = nextAfter(reply, { ...call, chat, now: now(), ending: end.signal.aborted, random });
      switch (next.do) {
        case 'end':
          return next.outcome;
        case 'repeat':
          log.warn({ method, attempts: progress.attempts, why: next.why }, 'Telegram is asked again');
          progress.perhaps ||= next.perhaps;
          await pause(next.inMs, end.signal);
          break;
        case 'keep quiet':
          log.warn({ method, seconds: next.forMs / 1000 }, 'Telegram wants fewer calls');
          pace.pause(now() + next.forMs, chat);
          if (next.outcome !== undefined) return next.outcome;
          // Telegram does answer: what went wrong before does not count any more.
          progress.attempts = 0;
          if (chat !== undefined && kind !== 'sign') return undefined;
          await pause(next.forMs, end.signal);
          break;
        case 'follow':
          if (!(await follow(next.from, next.to))) return lost;
          progress.followed = true;
      }
    }
  };

  const request = async ({ method, payload, deadlineMs, cut }: Running, chat: ChatId | undefined): Promise<Reply> => {
    const late = new AbortController();
    const cancel = after(deadlineMs, () => late.abort());
    const began = now();
    const asked = chat === undefined ? payload : { ...payload, chat_id: chat };
    if (chat !== undefined) pace.left(chat);
    const reply = await client.call(method, asked, AbortSignal.any([late.signal, cut.signal]));
    if (chat !== undefined) pace.answered(chat);
    cancel();
    const outcome = outcomeOf(reply, { method });
    onCall?.({ method, outcome: outcome.ok ? 'ok' : outcome.reason, seconds: (now() - began) / 1000 });
    return reply;
  };

  const hurry = () => {
    hurried = true;
    for (const call of running.keys()) call.end.abort();
  };

  return {
    async call<M extends Method>(method: M, payload: Params<M>, o: CallOptions = {}) {
      if (stopping || o.signal?.aborted) return stopped;
      const { priority = 'interactive', deadlineMs = DEADLINE_MS, droppable = false, before, signal } = o;
      const chat = chatOf(payload);
      const call: Running = {
        ...{ method, payload, chat, priority, deadlineMs, droppable, before },
        kind: method === 'sendChatAction' ? 'sign' : droppable ? 'frame' : 'message',
        progress: { attempts: 0, since: 0, perhaps: false, followed: false },
        end: new AbortController(),
        cut: new AbortController(),
      };
      const giveUp = () => {
        call.end.abort();
        if (isRepeatable(method)) call.cut.abort();
      };
      signal?.addEventListener('abort', giveUp);
      const outcome = carryOut(call);
      running.set(call, outcome);
      try {
        // What Telegram gives is what its documentation says.
        return (await outcome) as Outcome<Result<M>>;
      } finally {
        running.delete(call);
        signal?.removeEventListener('abort', giveUp);
      }
    },

    hurry,

    async stop(graceMs) {
      hurry();
      stopping = true;
      const cancel = after(graceMs, () => {
        for (const call of running.keys()) call.cut.abort();
      });
      await Promise.allSettled(running.values());
      cancel();
      client.close();
    },
  };
}

/** The chat that a call is about. */
function chatOf(payload: object): ChatId | undefined {
  const chat: unknown = 'chat_id' in payload ? payload.chat_id : undefined;
  if (typeof chat === 'string' && /^-?\d+$/.test(chat)) return Number(chat);
  return typeof chat === 'number' || typeof chat === 'string' ? chat : undefined;
}
