/** One call that the bot made, as it was answered. */
export type Call = {
  method: string;
  /** The arguments; those that are JSON are decoded. */
  payload: Record<string, unknown>;
  /** When it arrived, epoch milliseconds. */
  at: number;
  /** Of the HTTP answer; 0 where a fault left the call without one. */
  status: number;
  /** The answer's body, decoded; undefined where a fault left the call without one. */
  response: { ok: boolean; result?: unknown; error_code?: number; description?: string } | undefined;
  /** Which connection it came over, counted from 1. */
  connection: number;
};

type Watcher = { look(): void; stop(): void };

/** The record of calls, and what waits for something to appear in it. */
export function createCalls() {
  const calls: Call[] = [];
  const rejected: Call[] = [];
  const watchers = new Set<Watcher>();

  return {
    calls: calls as readonly Call[],
    rejected: rejected as readonly Call[],

    /** @param asked whether a fault asked for this outcome */
    add(call: Call, asked: boolean): void {
      calls.push(call);
      if (!asked && [400, 401, 403, 404, 429].includes(call.status)) rejected.push(call);
      for (const watcher of [...watchers]) watcher.look();
    },

    /** Resolves with the first true thing that `look` gives; looks now and after each call. */
    waitFor<T>(look: () => T | undefined | false, o: { what?: string; ms?: number } = {}): Promise<T> {
      return new Promise((resolve, reject) => {
        const started = calls.length;
        const settle = (act: () => void) => {
          watcher.stop();
          act();
        };
        const timer = setTimeout(() => settle(() => reject(new Error(late(o, calls, started)))), o.ms ?? WAIT_MS);
        const watcher: Watcher = {
          look() {
            try {
              const found = look();
              if (found !== undefined && found !== false) settle(() => resolve(found));
            } catch (error) {
              settle(() => reject(error));
            }
          },
          stop() {
            clearTimeout(timer);
            watchers.delete(watcher);
          },
        };
        watchers.add(watcher);
        watcher.look();
      });
    },

    close(): void {
      for (const watcher of [...watchers]) watcher.stop();
    },
  };
}

/** Long enough for a machine that is busy with other tests; only a test that fails waits so long. */
const WAIT_MS = 20_000;

function late(
  { what = 'what was waited for', ms = WAIT_MS }: { what?: string; ms?: number },
  calls: Call[],
  from: number,
) {
  const last = calls
    .filter(call => call.method !== 'getUpdates')
    .slice(-8)
    .map(call => `  ${call.method} ${JSON.stringify(call.payload).slice(0, 200)} → ${answerOf(call)}`);
  return `Not seen within ${ms} ms: ${what}. ${calls.length - from} calls came meanwhile; the last ones:\n${last.join('\n')}`;
}

function answerOf(call: Call): string {
  return call.response?.description ?? (call.status === 0 ? 'no answer' : String(call.status));
}
