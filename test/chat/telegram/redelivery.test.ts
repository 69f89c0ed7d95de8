import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { until } from '../../until.ts';
import { last, startServing } from './serving.ts';

const MISSING = 'My last message may not have arrived. If you do not see it, please ask again.';
const sent = (calls: readonly { method: string }[]) => calls.filter(({ method }) => method === 'sendMessage');

/** Whoever waits for Telegram when the bot is ended need not be waited for here. */
const SHORT = { handlers: 50, calls: 50, server: 50 };

/** A day of which the answer takes three messages. */
const LONG = {
  'a.md': `## 2021.1.18\n${[1, 2, 3].map(n => `(${n})第${n}条 ${'很长的一条笔记。'.repeat(450)}`).join('\n')}\n`,
};

describe('an answer', () => {
  it.each(['500-after', 'reset-after', 'empty-200'] as const)(
    'that may have arrived is not sent twice, and the next one says that it may be missing, once (%s)',
    async how => {
      const { emulator, heard } = await startServing();
      const person = emulator.person({ languageCode: 'en' });
      emulator.fault({ method: 'sendMessage', how });
      emulator.say(person, '交叉验证');
      await heard(person.chat);
      emulator.say(person, 'GAN');
      const said = (await heard(person.chat, 3)).map(({ text }) => text);
      expect(said).toEqual([expect.stringContaining('Cross-Validation'), MISSING, expect.stringContaining('GAN')]);
      emulator.say(person, 'HRnet');
      expect(last(await heard(person.chat, 4)).text).toContain('HRnet');
      expect(emulator.rejected()).toEqual([]);
    },
  );

  it('that surely did not arrive is sent until it does', async () => {
    const { emulator, ask } = await startServing();
    const person = emulator.person();
    emulator.fault({ method: 'sendMessage', how: { status: 429, retryAfter: 1 } });
    expect((await ask(person, '交叉验证')).text).toContain('Cross-Validation');
    expect(sent(emulator.calls)).toHaveLength(2);
  });

  it('that Telegram refuses does not stop the bot, and its words are in no log', async () => {
    const { emulator, ask, heard, log } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const how = { status: 400, description: 'Bad Request: can\'t parse entities: "Cross-Validation"' };
    emulator.fault({ method: 'sendMessage', times: 2, how });
    emulator.say(person, '交叉验证');
    expect((await ask(person, 'GAN')).text).toContain('GAN');
    expect(await heard(person.chat)).toHaveLength(1);
    expect(log.lines.map(({ msg }) => msg)).toContain('a reply could not be sent');
    expect(JSON.stringify(log.lines)).not.toContain('Cross-Validation');
  });

  it('is complete after the bot was ended between two of its messages', async () => {
    const { emulator, heard, stop, start } = await startServing({ files: LONG, graceMs: SHORT });
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, '/day 2021-01-18');
    await heard(person.chat);
    emulator.fault({ method: 'sendMessage', how: { status: 429, retryAfter: 600 } });
    await emulator.waitFor(() => emulator.calls.some(({ status }) => status === 429));
    const before = (await heard(person.chat)).length;
    expect(before).toBeLessThan(3);
    await stop();
    await start();
    const parts = await heard(person.chat, 3);
    expect(parts).toHaveLength(3);
    expect(parts.map(({ text }) => /\[\d\]/.exec(text)?.[0])).toEqual(['[1]', '[2]', '[3]']);
    expect(parts.map(({ replyMarkup }) => replyMarkup !== undefined)).toEqual([false, false, true]);
    await emulator.press(person, { chatId: person.id, messageId: last(parts).messageId }, '👍');
  });

  it('goes on with what it was, though the digest says something else by then', async () => {
    const { emulator, heard, stop, start, ask, digest } = await startServing({ files: LONG, graceMs: SHORT });
    const person = emulator.person({ languageCode: 'en' });
    emulator.fault({ method: 'sendMessage', how: { status: 429, retryAfter: 600 } });
    emulator.say(person, '/day 2021-01-18');
    await emulator.waitFor(() => emulator.calls.some(({ status }) => status === 429));
    await stop();
    writeFileSync(join(digest, 'a.md'), '## 2021.1.18\n(1)别的\n');
    await start();
    expect(await heard(person.chat, 3)).toHaveLength(3);
    expect((await ask(emulator.person(), '/day 2021-01-18')).text).toContain('别的');
  });

  it('is left for later where Telegram takes no call for now', async () => {
    const { emulator, heard, log } = await startServing();
    const person = emulator.person();
    emulator.fault({ method: 'sendMessage', how: { status: 401 } });
    emulator.say(person, '交叉验证');
    expect((await heard(person.chat)).map(({ text }) => text)).toEqual([expect.stringContaining('Cross-Validation')]);
    expect(log.lines.map(({ msg }) => msg)).toContain('an update is left for later');
  });
});

describe('an update that comes again', () => {
  it('is answered once, also after the bot was started anew', async () => {
    const { emulator, ask, heard, stop, start } = await startServing();
    const person = emulator.person();
    const message = { message_id: 9000, date: 1, chat: person.chat, from: person.user, text: '交叉验证' };
    const update_id = emulator.push({ message });
    await heard(person.chat);
    emulator.push({ update_id, message });
    await ask(person, 'GAN');
    await stop();
    await start();
    emulator.push({ update_id, message });
    await ask(person, 'HRnet');
    expect((await heard(person.chat)).map(({ text }) => /Cross-Validation|GAN|HRnet/.exec(text)?.[0])).toEqual([
      'Cross-Validation',
      'GAN',
      'HRnet',
    ]);
  });

  it('that another bot takes in under the same number is another one', async () => {
    const { emulator, heard, stop, start } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const message = { message_id: 9000, date: 1, chat: person.chat, from: person.user };
    const update_id = emulator.push({ message: { ...message, text: '交叉验证' } });
    await heard(person.chat);
    await stop();
    emulator.me.id += 1;
    await start();
    emulator.push({ update_id, message: { ...message, text: 'GAN' } });
    expect(last(await heard(person.chat, 2)).text).toContain('GAN');
  });

  it('is begun anew where the program was killed in it, and comes to the same', async () => {
    const { emulator, ask, heard, stop, start, state, rows } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const from = person.user;
    const message = { message_id: 9000, date: 1, chat: person.chat, from };
    const asked = emulator.push({ message: { ...message, text: '交叉验证' } });
    const answer = last(await heard(person.chat));
    const query = { from, message: { ...message, message_id: answer.messageId }, chat_instance: '1' };
    const [exchange] = rows().exchanges ?? [];
    const data = `1r:${exchange?.exchange_id}:good`;
    const rated = emulator.push({ callback_query: { ...query, id: '5', data } });
    await until(() => rows().feedback?.length === 1);
    await stop();
    unhandle(state, asked, { message: { ...message, text: '交叉验证' } });
    unhandle(state, rated, { callback_query: { ...query, id: '5', data } });
    await start();
    await ask(emulator.person(), 'GAN');
    await until(() => rows().updates?.every(row => row.state === 'done') === true);
    expect(await heard(person.chat)).toHaveLength(1);
    expect(rows().feedback).toMatchObject([{ verdict: 'good' }]);
  });

  it('where nobody knows whether its answer left says at once that it may be missing', async () => {
    const { emulator, heard, stop, start, state } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const message = { message_id: 9000, date: 1, chat: person.chat, from: person.user, text: '交叉验证' };
    emulator.fault({ method: 'sendMessage', how: 'reset-before' });
    const asked = emulator.push({ message });
    await until(() => sent(emulator.calls).length === 1);
    await stop();
    unhandle(state, asked, { message });
    await start();
    expect((await heard(person.chat)).map(({ text }) => text)).toEqual([MISSING]);
  });
});

/** Puts an update back, as it stands in the inbox when the program is killed before it is through with it. */
function unhandle(state: string, updateId: number, update: object): void {
  const database = new DatabaseSync(join(state, 'noted.sqlite'));
  const back =
    "update updates set state = 'pending', lane = 'chat:1', payload = ?, handled_at = null where update_id = ?";
  database.prepare(back).run(JSON.stringify({ update_id: updateId, ...update }), updateId);
  database.close();
}
