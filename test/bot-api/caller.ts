import { afterAll } from 'vitest';
import { startEmulator } from './emulator.ts';

type Answer = {
  status: number;
  headers: Headers;
  ok: boolean;
  result?: unknown;
  description?: string;
  parameters?: Record<string, number>;
};

/** An emulator, and calls to it as any HTTP client makes them. */
export async function startCaller(options?: Parameters<typeof startEmulator>[0]) {
  const emulator = await startEmulator(options);
  async function call(method: string, payload: Record<string, unknown> = {}, token = emulator.token): Promise<Answer> {
    const response = await fetch(`${emulator.root}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    });
    const body = (await response.json()) as Omit<Answer, 'status' | 'headers'>;
    return { status: response.status, headers: response.headers, ...body };
  }
  return {
    emulator,
    call,
    /** The description of the refusal, or undefined where the call was taken. */
    refusal: async (method: string, payload: Record<string, unknown> = {}): Promise<string | undefined> =>
      (await call(method, payload)).description,
    close: (): Promise<void> => emulator.close(),
  };
}

export type Caller = Awaited<ReturnType<typeof startCaller>>;

/** No limits, for tests of something else. */
export const UNLIMITED = { privateBurst: Infinity, groupPerMinute: Infinity, groupEditsPerMinute: Infinity };

/** An emulator without limits for all tests of a file, and a person's chat with the bot. */
export async function startChat(): Promise<{ bot: Caller; chat: number }> {
  const bot = await startCaller({ limits: UNLIMITED });
  afterAll(() => bot.close());
  return { bot, chat: bot.emulator.person().id };
}
