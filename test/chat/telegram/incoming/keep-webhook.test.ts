import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { RefusedError, UnauthorizedError } from '../../../../src/chat/telegram/failures.ts';
import { keepWebhook } from '../../../../src/chat/telegram/incoming/keep-webhook.ts';
import type { WebhookState } from '../../../../src/chat/telegram/incoming/receiving.ts';
import { createClient } from '../../../../src/chat/telegram/outgoing/client.ts';
import { createGateway } from '../../../../src/chat/telegram/outgoing/gateway.ts';
import { createMetrics } from '../../../../src/metrics.ts';
import { capturedLog } from '../../../captured-log.ts';
import { until } from '../../../until.ts';
import { startWire } from '../outgoing/wire.ts';

const URL_OF_OURS = 'https://bot.example.com/telegram';

test('the webhook is set, and is then known to be', async () => {
  const { wire, state, over, end } = await keeping();
  expect(state.seenAt).toBeUndefined();
  await until(() => state.seenAt !== undefined);
  expect(wire.seen).toMatchObject([{ method: 'setWebhook', payload: { url: URL_OF_OURS } }]);
  end();
  await over;
});

test('what Telegram tells of it every minute is known, counted and told', async () => {
  const { wire, state, minute, log, metrics } = await keeping();
  wire.will({ result: true });
  await until(() => state.seenAt !== undefined);
  wire.will({
    result: info({ pending_update_count: 7, last_error_date: 1_699_999_990, last_error_message: 'Refused' }),
  });
  await minute();
  await until(() => state.pending === 7);
  expect(state).toEqual({ seenAt: 1_700_000_060_000, pending: 7, failedAt: 1_699_999_990_000 });
  expect(log.lines.at(-1)).toMatchObject({ level: 40, why: 'Refused', pending: 7 });
  const text = await metrics.text();
  expect(text).toMatch(/^noted_webhook_pending 7$/m);
  expect(text).toMatch(/^noted_webhook_last_error_timestamp_seconds 1699999990$/m);
});

test('a webhook that another has set or taken down is set anew, and not well until then', async () => {
  const { wire, state, minute, paused } = await keeping();
  await until(() => state.seenAt !== undefined);
  wire.will({ result: info({ url: '' }) }, 'bad-gateway', ...Array(8).fill('bad-gateway'));
  await minute();
  await until(() => wire.seen.length > 3);
  expect(state.seenAt).toBeUndefined();
  await until(() => paused() && state.seenAt !== undefined);
  expect(wire.seen.at(-1)).toMatchObject({ method: 'setWebhook', payload: { url: URL_OF_OURS } });
});

test('while Telegram cannot be asked, nothing changes, and it is asked again', async () => {
  const { wire, state, minute, log } = await keeping();
  await until(() => state.seenAt !== undefined);
  const before = state.seenAt;
  wire.will(...Array(6).fill('bad-gateway'));
  await minute();
  await until(() => log.lines.some(({ msg }) => msg === 'Telegram does not tell of the webhook'));
  expect(state.seenAt).toBe(before);
  wire.will({ result: info({}) });
  await minute();
  await until(() => state.seenAt !== before);
});

test.each([
  ['nothing', true],
  ['no count', { url: URL_OF_OURS }],
  ['nonsense', { url: URL_OF_OURS, pending_update_count: 'many', last_error_date: 'today' }],
])('a server that tells %s of the webhook is taken to have it as it was set', async (_, result) => {
  const { wire, state, minute, paused } = await keeping();
  await until(() => state.seenAt !== undefined);
  wire.will({ result });
  await minute();
  await until(() => paused() && state.seenAt === 1_700_000_060_000);
  expect(state).toEqual({ seenAt: 1_700_000_060_000, pending: 0, failedAt: undefined });
  expect(wire.seen).toHaveLength(2);
});

test('a server that cannot tell of the webhook is asked once, and all is well', async () => {
  const { wire, state, minute } = await keeping();
  await until(() => state.seenAt !== undefined);
  wire.will({ code: 404, description: 'Not Found' });
  await minute();
  await until(() => state.seenAt === 1_700_000_060_000);
  await minute();
  await until(() => state.seenAt === 1_700_000_120_000);
  expect(wire.seen.map(({ method }) => method)).toEqual(['setWebhook', 'getWebhookInfo']);
});

test('an address that Telegram will not have ends the bot, and so does a token that it does not know', async () => {
  const refused = await keeping({ code: 400, description: 'Bad Request: bad webhook: invalid webhook URL specified' });
  await expect(refused.over).rejects.toThrow(RefusedError);
  const without = await keeping({ code: 404, description: 'Not Found' });
  await expect(without.over).rejects.toThrow(RefusedError);
  const { wire, state, minute, over } = await keeping();
  await until(() => state.seenAt !== undefined);
  wire.will({ code: 401, description: 'Unauthorized' });
  await minute();
  await expect(over).rejects.toThrow(UnauthorizedError);
});

function info(rest: object) {
  return { url: URL_OF_OURS, has_custom_certificate: false, pending_update_count: 0, ...rest };
}

/** Keeps a webhook at a server; `minute` lets one pass by the clock. The gateway's own waits end at once. */
async function keeping(first?: Parameters<Awaited<ReturnType<typeof startWire>>['will']>[0]) {
  const wire = await startWire();
  if (first) wire.will(first);
  const log = capturedLog();
  const metrics = createMetrics();
  const ending = new AbortController();
  let time = 1_700_000_000_000;
  const minutes = new EventTarget();
  let waiting = false;
  const gateway = createGateway({
    client: createClient({ token: wire.token, apiRoot: wire.root }),
    onMigrated: async () => {},
    log,
    now: () => performance.now(),
    random: () => 0.5,
    after: (ms, act) => {
      const timer = setTimeout(act, ms < 30_000 ? 0 : ms);
      return () => clearTimeout(timer);
    },
  });
  const state: WebhookState = { seenAt: undefined, pending: 0, failedAt: undefined };
  const over = keepWebhook({
    webhook: { url: URL_OF_OURS },
    state,
    gateway,
    log,
    metrics,
    signal: ending.signal,
    now: () => time,
    async pause(ms, signal) {
      if (ms < 60_000) return;
      waiting = true;
      await Promise.race([once(minutes, 'passed'), signal.aborted || once(signal, 'abort')]);
      waiting = false;
    },
  });
  over.catch(() => undefined);
  const end = () => ending.abort();
  onTestFinished(async () => {
    end();
    await over.catch(() => undefined);
    await gateway.stop(0);
    await wire.down();
  });
  return {
    wire,
    state,
    over,
    end,
    log,
    metrics,
    paused: () => waiting,
    async minute() {
      await until(() => waiting);
      time += 60_000;
      minutes.dispatchEvent(new Event('passed'));
    },
  };
}
