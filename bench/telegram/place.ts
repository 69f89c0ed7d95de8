import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, type Limits, type Person, startEmulator } from '../../test/bot-api/emulator.ts';
import { type Bot, startBot } from '../../test/commands/bot.ts';

/** Something measured, and the bar that it is to stay below. */
export type Figure = { what: string; is: number; unit?: string; most?: number };

export type Place = {
  emulator: Emulator;
  /** where the bots keep what they know */ state: string;
  /** starts a bot; those of one place work on the same data folder */ launch(settings?: Record<string, string>): Bot;
};

const SEED = join(import.meta.dirname, '..', '..', 'data', 'eval', 'seed');

/** Linux counts a process's time in hundredths of a second: sysconf(_SC_CLK_TCK) is 100 wherever Node runs. */
const TICKS = 100;

/** Longer than anything here takes that comes to an end. */
const LONG_MS = 120_000;

/** Gives work an emulator and bots over the seed, and clears up behind it. */
export async function atPlace<T>(
  work: (place: Place) => Promise<T>,
  options: { limits?: Partial<Limits> } = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'noted-bench-'));
  const state = join(folder, 'state');
  const emulator = await startEmulator(options);
  const bots: Bot[] = [];
  try {
    const launch = (settings = {}) => {
      const bot = startBot(emulator, {
        digest: SEED,
        state,
        cwd: folder,
        settings: { LOG_LEVEL: 'info', ...settings },
      });
      bots.push(bot);
      return bot;
    };
    return await work({ emulator, state, launch });
  } finally {
    await Promise.all(bots.map(bot => bot.end('SIGKILL')));
    await emulator.close();
    await rm(folder, { recursive: true });
  }
}

/** As many different questions on the seed as wanted, up to three times those that are graded. */
export async function questions(most: number): Promise<string[]> {
  const lines = (await readFile(join(SEED, 'questions.jsonl'), 'utf8')).trimEnd().split('\n');
  const graded = lines.map(line => String(JSON.parse(line).question));
  return [...new Set([...graded, ...graded.map(text => `请问${text}`), ...graded.map(text => `${text} ？`)])].slice(
    0,
    most,
  );
}

/** What the bot has said to a person, in order. */
export function saidTo(emulator: Emulator, person: Person): string[] {
  const messages = emulator.messages(person.chat.id);
  return messages.filter(({ fromBot }) => fromBot).map(({ text }) => text);
}

/** Asks; resolves to how long it took from there to the arrival of the first message that answers, in milliseconds. */
export async function timed(emulator: Emulator, person: Person, text: string): Promise<number> {
  let looked = emulator.calls.length;
  const began = Date.now();
  emulator.say(person, text);
  const call = await emulator.waitFor(
    () => {
      for (; looked < emulator.calls.length; looked++) {
        const { method, payload, status } = emulator.calls[looked] ?? {};
        if (method === 'sendMessage' && payload?.chat_id === person.id && status === 200) return emulator.calls[looked];
      }
      return undefined;
    },
    { what: `an answer to ${text}`, ms: LONG_MS },
  );
  return call.at - began;
}

/** Resolves when it holds; looked at after each call. */
export async function seen(emulator: Emulator, what: string, holds: () => boolean): Promise<void> {
  await emulator.waitFor(holds, { what, ms: LONG_MS });
}

/** The value that this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** What a process has used of processors: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 14 and 15, counted behind the name in brackets. */
export async function cpuSeconds(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** One of the sizes that Linux tells of a process. */
export async function statusMB(pid: number | undefined, name: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
}
