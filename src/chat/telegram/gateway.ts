import type { Log } from '../../log.ts';
import { type After, after as afterwards } from './after.ts';
import type { Client, Method, Params, Reply, Result } from './client.ts';
import { createLines, type Turn } from './lines.ts';
import { dropped, type Outcome, outcomeOf, stopped } from './outcome.ts';
import { type ChatId, createPace, type Lane, type Pace } from './pace.ts';
import { nextAfter } from './repeat.ts';

export type { Method, Params, Result } from './client.ts';

/** The way out to Telegram: every call goes through it, at the pace that Telegram takes, and its outcome comes as a value. */
export type Gateway = {
  /**
   * Makes a call. Those to one chat are made one after another in the order in which they came, interactive ones first. What
   * surely did not arrive is tried again, and so is what may be done twice; a message that may have arrived is not. On 429 the
   * chat waits as long as Telegram says, and so do all bulk calls.
   * @throws what `onMigrated` throws
   */
  call<M extends Method>(method: M, payload: Params<M>, options?: CallOptions): Promise<Outcome<Result<M>>>;
  /**
   * Ends: waiting calls come back as 'stopped', running ones are given so many milliseconds. Resolves when all have come back;
   * then nothing of the gateway keeps the process alive.
   */
  stop(graceMs: number): Promise<void>;
};

export type CallOptions = {
  /** whether a person waits for it (the default) or it is one of many */ lane?: Lane;
  /** how long one attempt may take, and how long further ones are begun, in milliseconds: 30 000 */ deadlineMs?: number;
  /** worth nothing later: never repeated, and 'flood' at once where it would have to wait */ droppable?: boolean;
  signal?: AbortSignal;
};

type GatewayOptions = {
  client: Client;
  pace?: Pace;
  /** A group became a supergroup; awaited before the call is made anew with the new number. */
  onMigrated(from: number, to: number): Promise<void>;
  /** Told of each request: its outcome, 'ok' or a Reason, and how long it took, waiting for a turn not counted. */
  onCall?: ((call: { method: string; outcome: string; seconds: number }) => void) | undefined;
  log: Log;
  /** the milliseconds of a clock, best of one that never goes back */ now: () => number;
  after?: After;
  /** 0 to 1, spreads repetitions */ random?: () => number;
};

const DEADLINE_MS = 30_000;

/** A call that is under way: `end` when it may begin nothing any more, `cut` when even a running request has to end. */
type Running = { end: AbortController; cut: AbortController; over: Promise<unknown> };

export function createGateway(options: GatewayOptions): Gateway {
  const { client, onMigrated, onCall, log, now, after = afterwards, random = () => 0.5 } = options;
  const pace = options.pace ?? createPace({ now });
  const lines = createLines({ pace, now, after });
  const moved = new Map<ChatId, number>();
  const running = new Set<Running>();
  let stopping = false;

  /** The chat's number as it is now. */
  const current = (chat: ChatId): ChatId => {
    const to = moved.get(chat);
    return to === undefined ? chat : current(to);
  };

  const follow = async (from: ChatId, to: number) => {
    if (typeof from === 'number') await onMigrated(from, to);
    // No circle, whatever Telegram says.
    moved.delete(to);
    moved.set(from, to);
    lines.move(from, to);
  };

  /** Makes one request. */
  const request = async (method: Method, payload: object, deadlineMs: number, cut: AbortSignal): Promise<Reply> => {
    const ending = new AbortController();
    const end = () => ending.abort();
    const cancel = after(deadlineMs, end);
    cut.addEventListener('abort', end);
    if (cut.aborted) end();
    const began = now();
    const reply = await client.call(method, payload, ending.signal);
    cancel();
    cut.removeEventListener('abort', end);
    const outcome = outcomeOf(reply, { perhaps: false });
    onCall?.({ method, outcome: outcome.ok ? 'ok' : outcome.reason, seconds: (now() - began) / 1000 });
    return reply;
  };

  /** Waits for turns and makes requests until there is an outcome. */
  const carryOut = async (method: Method, payload: object, o: CallOptions, { end, cut }: Running) => {
    const { lane = 'interactive', deadlineMs = DEADLINE_MS, droppable = false } = o;
    const chat = chatOf(payload);
    const lined = chat !== undefined && isPaced(method);
    let turn: Turn | undefined;
    let order: number | undefined;
    let tried = { attempts: 0, perhaps: false, since: now() };
    let followed = false;
    try {
      for (;;) {
        if (end.signal.aborted) return stopped;
        if (chat !== undefined && droppable && pace.isPaused(current(chat))) return dropped;
        if (lined && turn === undefined) {
          const entered = await lines.enter({ chat: current(chat), lane, droppable, signal: end.signal, order });
          if (entered === 'stopped') return stopped;
          if (entered === 'dropped') return dropped;
          turn = entered;
          order = turn.order;
          if (tried.attempts === 0) tried.since = now();
        }
        const to = chat === undefined ? undefined : current(chat);
        const sent = to === undefined || to === chat ? payload : { ...payload, chat_id: to };
        const reply = await request(method, sent, deadlineMs, cut.signal);
        tried.attempts += 1;
        const next = nextAfter(
          reply,
          {
            ...tried,
            method,
            droppable,
            deadlineMs,
            elapsedMs: now() - tried.since,
            inChat: chat !== undefined,
            ending: end.signal.aborted,
          },
          random,
        );
        if (reply.kind === 'silence' && reply.arrived === 'perhaps') tried.perhaps = true;
        switch (next.do) {
          case 'end':
            return next.outcome;
          case 'repeat':
            log.warn({ method, attempts: tried.attempts, why: reply }, 'Telegram is asked again');
            await rest(next.inMs, end.signal);
            break;
          case 'keep quiet':
            pace.pause(now() + next.forMs, to);
            log.warn({ method, seconds: next.forMs / 1000 }, 'Telegram wants fewer calls');
            if (next.then !== undefined) return next.then;
            turn?.leave();
            turn = undefined;
            if (!lined) await rest(next.forMs, end.signal);
            // Telegram does answer: what went wrong before does not count any more.
            tried = { attempts: 0, perhaps: tried.perhaps, since: now() };
            break;
          case 'follow':
            if (to === undefined || followed) return outcomeOf(reply, tried);
            await follow(to, next.to);
            followed = true;
        }
      }
    } finally {
      turn?.leave();
    }
  };

  /** Waits so long, or until the signal. */
  const rest = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise(resolve => {
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = after(ms, done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });

  return {
    async call<M extends Method>(method: M, payload: Params<M>, callOptions: CallOptions = {}) {
      if (stopping) return stopped;
      const { signal } = callOptions;
      const call: Running = { end: new AbortController(), cut: new AbortController(), over: Promise.resolve() };
      const giveUp = () => {
        call.end.abort();
        call.cut.abort();
      };
      signal?.addEventListener('abort', giveUp);
      if (signal?.aborted) giveUp();
      const outcome = carryOut(method, payload, callOptions, call);
      call.over = outcome.catch(() => undefined);
      running.add(call);
      try {
        // What Telegram gives is what its documentation says.
        return (await outcome) as Outcome<Result<M>>;
      } finally {
        running.delete(call);
        signal?.removeEventListener('abort', giveUp);
      }
    },

    async stop(graceMs) {
      stopping = true;
      for (const call of running) call.end.abort();
      const cancel = after(graceMs, () => {
        for (const call of running) call.cut.abort();
      });
      await Promise.all([...running].map(call => call.over));
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

/** Whether a call counts against what a chat takes, and so waits in the chat's line. */
function isPaced(method: Method): boolean {
  return !/^(?:get|set|answer)|^sendChatAction$/.test(method);
}
