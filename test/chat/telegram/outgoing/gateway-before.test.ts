import { expect, it, onTestFinished } from 'vitest';
import { createClock } from './clock.ts';
import { gatewayTo, startWire } from './wire.ts';

it('what comes before a message is waited for when its turn has come, and once however often it is tried', async () => {
  const { wire, clock, send, done } = await setUp();
  wire.will('ok', 'ok', { code: 429, description: 'Too Many Requests', parameters: { retry_after: 5 } });
  const outcomes = [1, 2, 3].map(send);
  await Promise.all(outcomes.slice(0, 2));
  expect(done).toEqual(['before 1', 'before 2']);
  await clock.due(1_000);
  await clock.pass(1_000);
  await wire.saw(3);
  await clock.due(5_000);
  await clock.pass(5_000);
  expect(await outcomes[2]).toMatchObject({ ok: true });
  expect(done).toEqual(['before 1', 'before 2', 'before 3']);
  expect(wire.seen).toHaveLength(4);
});

it('what comes before a message that is stopped while it waits never comes', async () => {
  const { gateway, send, done } = await setUp();
  const outcomes = [1, 2, 3].map(send);
  await Promise.all(outcomes.slice(0, 2));
  await gateway.stop(0);
  expect(await outcomes[2]).toMatchObject({ ok: false, reason: 'stopped' });
  expect(done).toEqual(['before 1', 'before 2']);
});

it('a message that is not to be sent after all is not, and the next one has its turn', async () => {
  const { gateway, wire, send } = await setUp();
  const unsent = gateway.call('sendMessage', { chat_id: 7, text: '0' }, { before: async () => false });
  const sent = send(1);
  expect(await unsent).toMatchObject({ ok: false, reason: 'stopped' });
  expect(await sent).toMatchObject({ ok: true });
  expect(wire.seen.map(({ payload }) => payload.text)).toEqual(['1']);
});

it('what goes wrong before a message is thrown, and the next one has its turn', async () => {
  const { gateway, wire, send } = await setUp();
  const before = () => Promise.reject(new Error('the store is away'));
  const failing = gateway.call('sendMessage', { chat_id: 7, text: '0' }, { before });
  const sent = send(1);
  await expect(failing).rejects.toThrow('the store is away');
  expect(await sent).toMatchObject({ ok: true });
  expect(wire.seen.map(({ payload }) => payload.text)).toEqual(['1']);
});

/** Messages to one chat, by a clock that is moved by hand; `done` says what came before which of them. */
async function setUp() {
  const wire = await startWire();
  const clock = createClock();
  const gateway = gatewayTo(wire, { now: clock.now, after: clock.after });
  onTestFinished(async () => {
    await gateway.stop(0);
    await wire.down();
  });
  const done: string[] = [];
  const send = (number: number) => {
    const before = async () => {
      done.push(`before ${number}`);
      return true;
    };
    return gateway.call('sendMessage', { chat_id: 7, text: `${number}` }, { before });
  };
  return { wire, clock, gateway, send, done };
}
