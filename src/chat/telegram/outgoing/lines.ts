import type { After } from '../../../timing/after.ts';
import type { ChatId, Kind, Pace, Priority } from './pace.ts';

/** A call's turn: until it leaves, no other is made to that chat. */
type Turn = { order: number; leave(): void };

/** Where calls wait: a line for each chat, one call at a time, interactive ones first, otherwise in the order in which they came. */
export type Lines = {
  /**
   * Waits for a turn. 'dropped' when one that is not to wait would have to, 'stopped' when the signal is aborted. A call that
   * comes back keeps its place by the `order` of its earlier turn.
   */
  enter(call: Entering): Promise<Turn | 'dropped' | 'stopped'>;
  /** The chat has another number now: its line goes on under that one. */
  move(from: ChatId, to: ChatId): void;
};

type Entering = {
  chat: ChatId;
  priority: Priority;
  kind?: Kind;
  droppable: boolean;
  signal: AbortSignal;
  order?: number | undefined;
};
type Waiting = { order: number; priority: Priority; kind: Kind; start(): void };
type Line = {
  chat: ChatId;
  interactive: Waiting[];
  bulk: Waiting[];
  busy: number;
  wake: (() => void) | undefined;
  joined: Line | undefined;
};

export function createLines({ pace, now, after }: { pace: Pace; now: () => number; after: After }): Lines {
  const lines = new Map<ChatId, Line>();
  // Lines whose next call is a bulk one that may be made as far as the chat goes, in the order in which they got so far.
  const inBulk = new Set<Line>();
  let wakeBulk: (() => void) | undefined;
  let last = 0;

  const lineOf = (chat: ChatId): Line => {
    const line = lines.get(chat) ?? {
      chat,
      interactive: [],
      bulk: [],
      busy: 0,
      wake: undefined,
      joined: undefined,
    };
    lines.set(chat, line);
    return line;
  };

  /** Starts what may be started in a line, or sees to it that it is looked at again when something may be. */
  const advance = (line: Line): void => {
    line.wake?.();
    line.wake = undefined;
    const next = line.interactive[0] ?? line.bulk[0];
    const wait = pace.chatFrom(line.chat, next?.kind) - now();
    if (next?.priority === 'bulk' && line.busy === 0 && wait <= 0) {
      inBulk.add(line);
      advanceBulk();
      return;
    }
    leaveBulk(line);
    if (line.busy > 0) return;
    if (next === undefined) lines.delete(line.chat);
    else if (wait > 0) line.wake = after(wait, () => advance(line));
    else start(line);
  };

  const leaveBulk = (line: Line): void => {
    if (!inBulk.delete(line) || inBulk.size > 0) return;
    wakeBulk?.();
    wakeBulk = undefined;
  };

  const advanceBulk = (): void => {
    wakeBulk?.();
    wakeBulk = undefined;
    for (const line of inBulk) {
      const wait = pace.bulkFrom() - now();
      if (wait > 0) {
        wakeBulk = after(wait, advanceBulk);
        return;
      }
      inBulk.delete(line);
      // Meanwhile something may have been asked of the chat from elsewhere.
      if (pace.chatFrom(line.chat, line.bulk[0]?.kind) > now()) advance(line);
      else start(line);
    }
  };

  const start = (line: Line): void => {
    const next = line.interactive.shift() ?? line.bulk.shift();
    if (next === undefined) return;
    line.busy += 1;
    pace.began(next.priority);
    next.start();
  };

  const leave = (line: Line, kind: Kind): void => {
    line.busy -= 1;
    pace.ended(line.chat, kind);
    advance(line);
  };

  return {
    enter({ chat, priority, kind = 'message', droppable, signal, order = ++last }) {
      if (signal.aborted) return Promise.resolve('stopped');
      const line = lineOf(chat);
      return new Promise(resolve => {
        const stop = () => {
          withdraw(currentOf(line), waiting);
          advance(currentOf(line));
          resolve('stopped');
        };
        const waiting: Waiting = {
          order,
          priority,
          kind,
          start() {
            signal.removeEventListener('abort', stop);
            resolve({ order, leave: () => leave(currentOf(line), kind) });
          },
        };
        const all = line[priority];
        all.splice(all.findLastIndex(other => other.order < order) + 1, 0, waiting);
        signal.addEventListener('abort', stop);
        advance(line);
        if (!droppable || !withdraw(line, waiting)) return;
        signal.removeEventListener('abort', stop);
        advance(line);
        resolve('dropped');
      });
    },
    move(from, to) {
      const line = lines.get(from);
      if (line === undefined || from === to) return;
      lines.delete(from);
      const there = lines.get(to);
      line.chat = to;
      lines.set(to, line);
      if (there === undefined) return;
      there.wake?.();
      leaveBulk(there);
      there.joined = line;
      line.busy += there.busy;
      line.interactive = [...line.interactive, ...there.interactive].sort((a, b) => a.order - b.order);
      line.bulk = [...line.bulk, ...there.bulk].sort((a, b) => a.order - b.order);
    },
  };
}

/** The line that a line went on in, or itself. */
function currentOf(line: Line): Line {
  return line.joined === undefined ? line : currentOf(line.joined);
}

/** Takes out a call that still waits; false when it does not any more. */
function withdraw(line: Line, waiting: Waiting): boolean {
  const all = line[waiting.priority];
  const at = all.indexOf(waiting);
  if (at >= 0) all.splice(at, 1);
  return at >= 0;
}
