import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { storeFindings, telegramFindings } from '../../src/commands/doctor-telegram.ts';
import { readConfig } from '../../src/config.ts';
import { openStore, storePlace } from '../../src/store/database.ts';
import { type Behaviour, startWire } from '../chat/telegram/outgoing/wire.ts';
import { temporaryFolder } from '../notes.ts';

test.each<[Behaviour, RegExp]>([
  [{ result: { id: 1, is_bot: true, first_name: 'N', username: 'noted_bot' } }, /^✓ Telegram: @noted_bot, .*polling/],
  [{ code: 401, description: 'Unauthorized' }, /^✗ Telegram does not accept TELEGRAM_BOT_TOKEN .*@BotFather/],
  [{ code: 404, description: 'Not Found' }, /^✗ Telegram does not accept TELEGRAM_BOT_TOKEN .*@BotFather/],
  [
    { code: 429, description: 'Too Many Requests: retry after 9', parameters: { retry_after: 9 } },
    /^✗ Telegram refuses .*retry after 9\). Try again in 9 seconds/,
  ],
  [{ code: 403, description: 'Forbidden' }, /^✗ Telegram refuses .*Try again later/],
  ['bad-gateway', /^✗ Telegram at .* does not answer .*TELEGRAM_API_ROOT/],
])('what Telegram says of the bot leads to advice that fits: %j', async (how, expected) => {
  const wire = await startWire();
  onTestFinished(() => wire.down());
  wire.will(how);
  const config = readConfig({ TELEGRAM_BOT_TOKEN: wire.token, TELEGRAM_API_ROOT: wire.root });
  const lines = (await telegramFindings(config)).map(({ mark, text }) => `${mark} ${text}`);
  expect(lines).toEqual([expect.stringMatching(expected)]);
});

test('who may ask and who looks after the bot are counted', async () => {
  const wire = await startWire();
  onTestFinished(() => wire.down());
  const said = async (settings: Record<string, string>) => {
    wire.will({ result: { id: 1, is_bot: true, first_name: 'N', username: 'noted_bot' } });
    const config = readConfig({ TELEGRAM_BOT_TOKEN: wire.token, TELEGRAM_API_ROOT: wire.root, ...settings });
    return (await telegramFindings(config)).map(({ text }) => text.replace(/^.*; /, ''));
  };
  expect(await said({ ADMINS: '7' })).toEqual(['anybody may ask, 1 admin']);
  expect(await said({ ADMINS: '7,8', ALLOWED_CHATS: '9' })).toEqual(['1 chat or person may ask, 2 admins']);
});

test('the store is looked at and left as it is, whether there is none yet or one of another version', async () => {
  const config = readConfig({ TELEGRAM_BOT_TOKEN: '1:a', DATA_DIR: join(temporaryFolder(), 'state') });
  const none = { mark: '✓', text: expect.stringContaining('made when the bot is first started') };
  expect(await storeFindings(config)).toEqual([none]);
  expect(await storeFindings(config)).toEqual([none]);
  const store = await openStore(storePlace(config));
  onTestFinished(() => store.close());
  expect(await storeFindings(config)).toEqual([{ mark: '✓', text: `store: an SQLite file in ${config.DATA_DIR}` }]);
  await store.db.updateTable('store_version').set({ version: 0 }).execute();
  expect(await storeFindings(config)).toEqual([{ mark: '✗', text: expect.stringContaining('an older version') }]);
  expect(await store.db.selectFrom('store_version').selectAll().execute()).toEqual([{ version: 0 }]);
});
