import { expect, it } from 'vitest';
import { startServing } from './chat/telegram/serving.ts';
import { until } from './until.ts';

/** Whoever waits for Telegram when the bot is ended need not be waited for here. */
const SHORT = { handlers: 50, calls: 50, server: 50 };

it('cuts off at the end what Telegram does not answer, and says after the next start that it may be missing', async () => {
  const { emulator, heard, stop, start, rows } = await startServing({ graceMs: SHORT });
  const person = emulator.person({ languageCode: 'en' });
  emulator.fault({ method: 'sendMessage', how: { delayMs: 3_600_000 } });
  emulator.say(person, '交叉验证');
  // Looked for, since no call that is answered need come after it.
  await until(() => emulator.messages(person.id).some(({ fromBot }) => fromBot));
  await stop();
  expect(rows()).toMatchObject({ lanes: [], replies: [{ state: 'unknown' }] });
  emulator.say(person, 'GAN');
  await start();
  // Nobody knows whether the message arrived that Telegram never answered, so it is not sent twice.
  const [first, remark, second] = (await heard(person.chat, 3)).map(({ text }) => text);
  expect([first, remark, second]).toEqual([
    expect.stringContaining('Cross-Validation'),
    expect.stringContaining('may not have'),
    expect.stringContaining('GAN'),
  ]);
});

it('leaves what waits for Telegram in the inbox at the end, as if it had not been begun', async () => {
  const { emulator, stop, start, rows, heard } = await startServing();
  const person = emulator.person();
  emulator.fault({ method: 'sendMessage', how: { status: 429, retryAfter: 600 } });
  emulator.say(person, '交叉验证');
  await emulator.waitFor(() => emulator.calls.some(({ status }) => status === 429));
  await stop();
  expect(rows()).toMatchObject({ updates: [{ state: 'pending', attempts: 0 }], lanes: [] });
  await start();
  const [answer, ...others] = await heard(person.chat);
  expect(answer?.text).toContain('Cross-Validation');
  expect(others).toEqual([]);
});
