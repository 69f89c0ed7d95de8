import { expect, test } from 'vitest';
import { createReceive } from '../../../../src/chat/telegram/incoming/receive.ts';
import { createMetrics } from '../../../../src/metrics.ts';
import { openInbox } from '../../../../src/store/inbox.ts';
import { capturedLog } from '../../../captured-log.ts';
import { overDatabases } from '../../../store/databases.ts';

overDatabases(fresh => {
  test('updates are filed by lane as they came; one that comes again changes nothing and wakes nobody', async () => {
    const inbox = openInbox(await fresh.store(), { now: () => 5 });
    const [log, metrics] = [capturedLog(), createMetrics()];
    let wakes = 0;
    const wake = () => {
      wakes += 1;
    };
    const receive = createReceive({ inbox, wake, log, metrics });
    const update = { update_id: 1, message: { chat: { id: 7 }, text: 'a word \u0000 \ud800 and 机器学习' } };
    await receive([update, { message: { text: 'a word' } }, { update_id: 2, poll: {} }]);
    await receive([update]);
    await receive([]);
    expect(wakes).toBe(1);
    await inbox.claim({ holder: 'a', leaseMs: 1, most: 9 });
    const pending = await inbox.next('chat:7', 'a');
    expect(JSON.parse(pending?.payload ?? '')).toEqual(update);
    expect(await inbox.next('other', 'a')).toMatchObject({ updateId: 2 });
    expect(log.lines).toMatchObject([{ level: 40, kinds: ['message'] }]);
    expect(JSON.stringify(log.lines)).not.toContain('a word');
    const text = await metrics.text();
    expect(text).toContain('noted_updates_received_total{kind="message"} 2');
    expect(text).toContain('noted_updates_received_total{kind="unusable"} 1');
  });
});
