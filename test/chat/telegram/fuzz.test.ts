import { expect, it } from 'vitest';
import { startServing } from './serving.ts';
import { whatWentWrong } from './what-went-wrong.ts';

it('whatever Telegram sends, the bot goes on, tells no secret and says nothing that Telegram refuses', async () => {
  const serving = await startServing();
  expect(await whatWentWrong(serving, { updates: 1_000, places: 400, seed: 20211 })).toEqual([]);
  expect((await serving.ask(serving.emulator.person(), '交叉验证')).text).toContain('Cross-Validation');
});
