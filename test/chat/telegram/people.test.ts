import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../commands/program.ts';
import { temporaryFolder } from '../../notes.ts';
import { until } from '../../until.ts';
import { last, type Serving, startServing } from './serving.ts';

describe('those who may not talk with the bot', () => {
  it('are told so with their id in private, and in a group with that of the group as it takes the bot in', async () => {
    const { emulator, ask, heard } = await startServing({ settings: { ALLOWED_CHATS: '77', ADMINS: '78' } });
    const stranger = emulator.person({ id: 1234, languageCode: 'en' });
    expect((await ask(stranger, '交叉验证')).text).toBe(
      'I answer only those whom my owner has let in. Your id is 1234: with it in ALLOWED_CHATS, I answer you too.',
    );
    const group = emulator.group();
    emulator.join(group);
    expect(last(await heard(group)).text).toContain(`The id of this group is ${group.id}`);
    emulator.say(stranger, '/ask@noted_bot 交叉验证', { in: group });
    // Who is let in is so everywhere.
    emulator.say(emulator.person({ id: 77 }), '/ask@noted_bot GAN', { in: group });
    expect((await heard(group, 2)).map(({ text }) => text).slice(1)).toEqual([expect.stringContaining('GAN')]);
    expect((await ask(emulator.person({ id: 78 }), '交叉验证')).text).toContain('Cross-Validation');
  });

  it('may not press its buttons either', async () => {
    const { emulator, heard } = await startServing({ settings: { ALLOWED_CHATS: '77' } });
    const group = emulator.group();
    emulator.say(emulator.person({ id: 77 }), '/week@noted_bot', { in: group });
    const { messageId } = last(await heard(group));
    const stranger = emulator.person({ languageCode: 'en' });
    const { payload } = await emulator.press(stranger, { chatId: group.id, messageId }, '2 ›');
    expect(payload.text).toBe('I answer only those whom my owner has let in.');
    expect(last(await heard(group)).edits).toBe(0);
  });

  it('are not those of a group that was let in and became a supergroup', async () => {
    const { emulator, heard, stop, start } = await startServing({ settings: { ALLOWED_CHATS: '-5001' } });
    const group = emulator.group({ id: -5001 });
    const person = emulator.person();
    emulator.say(person, '/ask@noted_bot GAN', { in: group });
    await heard(group);
    const supergroup = emulator.migrate(group);
    emulator.say(person, '/ask@noted_bot GAN', { in: supergroup });
    await heard(supergroup);
    await stop();
    await start();
    emulator.say(person, '/ask@noted_bot GAN', { in: supergroup });
    expect(await heard(supergroup, 2)).toHaveLength(2);
  });
});

describe('somebody who blocked the bot', () => {
  it('is not written to in vain again, and is answered when they come back', async () => {
    const { emulator, ask, heard, rows } = await startServing();
    const person = emulator.person();
    await ask(person, '交叉验证');
    const state = () => rows().chats?.find(chat => chat.chat_id === person.id)?.state;
    emulator.fault({
      method: 'sendMessage',
      how: { status: 403, description: 'Forbidden: bot was blocked by the user' },
    });
    emulator.say(person, 'GAN');
    await until(() => state() === 'blocked');
    emulator.say(person, 'HRnet');
    expect(last(await heard(person.chat, 2)).text).toContain('HRnet');
    expect(state()).toBe('active');
    emulator.block(person);
    await until(() => state() === 'blocked');
    emulator.unblock(person);
    await until(() => state() === 'active');
    expect((await ask(person, 'GAN')).text).toContain('GAN');
  });
});

/** Nothing waits and nothing is being worked on. */
function isIdle({ updates = [], lanes = [] }: ReturnType<Serving['rows']>): boolean {
  return lanes.length === 0 && updates.every(({ state }) => state === 'done');
}

describe('what is kept of people', () => {
  it('is gone from every table and from the file once they have it erased, and that of others is not', async () => {
    const { emulator, ask, heard, rows, state, stop } = await startServing({
      emulator: { canReadAllGroupMessages: true },
    });
    const [person, other] = [
      emulator.person({ id: 424_242_001, languageCode: 'en' }),
      emulator.person({ id: 424_242_002, languageCode: 'en' }),
    ];
    const group = emulator.group({ kind: 'supergroup' });
    const unheardOf = 'what did we note about grapefruitology';
    for (const one of [person, other]) {
      const answer = await ask(one, `${unheardOf} ${one.id}`);
      await emulator.press(one, { chatId: one.id, messageId: answer.messageId }, '👎');
      emulator.say(one, `/ask@noted_bot ${unheardOf} ${one.id}`, { in: group });
    }
    const [inGroup] = await heard(group, 2);
    await emulator.press(other, { chatId: group.id, messageId: inGroup?.messageId ?? 0 }, '👎');
    await ask(person, '/language en');
    const { messageId } = await ask(person, '/forget');
    await emulator.press(person, { chatId: person.id, messageId }, 'Erase');
    const done = await emulator.waitFor(() => emulator.messages(person.id).find(({ text }) => /^Erased/.test(text)));
    expect(done.text).toBe('Erased: 2 questions with their answers, 2 ratings, and your settings.');
    expect(done.replyMarkup).toBeUndefined();
    await until(() => isIdle(rows()));
    const kept = rows();
    for (const [table, all] of Object.entries(kept)) {
      expect(JSON.stringify(all), table).not.toContain(String(person.id));
    }
    expect(JSON.stringify(kept.exchanges)).toContain(String(other.id));
    expect(kept.people).toMatchObject([{ person_id: other.id }]);
    expect(kept.feedback).toMatchObject([{ person_id: other.id, verdict: 'bad' }]);
    await stop();
    const files = readdirSync(state).filter(name => name.startsWith('noted.sqlite'));
    const bytes = Buffer.concat(files.map(name => readFileSync(join(state, name))));
    expect(bytes.includes(`grapefruitology ${other.id}`)).toBe(true);
    expect(bytes.includes(`grapefruitology ${person.id}`)).toBe(false);
  });

  it('is told where they ask for it, and kept where they think better of it', async () => {
    const { emulator, ask, rows } = await startServing();
    const person = emulator.person({ languageCode: 'zh' });
    await ask(person, '交叉验证');
    const { messageId } = await ask(person, '/forget');
    await emulator.press(person, { chatId: person.id, messageId }, '保留');
    await emulator.waitFor(() => emulator.messages(person.id).some(({ text }) => text === '什么都没有删除。'));
    expect(rows().exchanges).toHaveLength(1);
  });

  it('holds of messages that were answered nothing but their numbers', async () => {
    const { emulator, ask, rows } = await startServing();
    await ask(emulator.person(), '/help');
    await until(() => isIdle(rows()));
    expect(rows().updates).toMatchObject([{ lane: '', person_id: null, payload: '' }]);
  });
});

describe('what people thought of answers', () => {
  it('is listed by the program, for people, as JSON and as questions for eval', async () => {
    const { emulator, ask, digest, state } = await startServing();
    const noted = (...args: string[]) => run(args, { digest, state });
    expect((await noted('feedback', '--verdict', 'bad')).output).toBe('Nobody has rated an answer yet.\n');
    const noCases = await noted('feedback', '--cases');
    expect(noCases).toMatchObject({ output: '', error: 'Nobody has rated an answer yet.\n' });
    const rated = async (question: string, button: string) => {
      const person = emulator.person({ languageCode: 'en' });
      const { messageId } = await ask(person, question);
      await emulator.press(person, { chatId: person.id, messageId }, button);
    };
    await rated('交叉验证', '👍');
    await rated('what did we note\nabout quantum gravity', '👍');
    await rated('what did we note about bicycles', '👎');
    await rated('2021.1.20 记了什么', '👍');
    const { output } = await noted('feedback');
    expect(output).toMatch(/👍 交叉验证\n {2}笔记里有 2 条相关，最相关的在前：\n {2}2021-01-20#1 2021-01-20#3\n/);
    expect(output).toContain('👍 what did we note about quantum gravity\n');
    expect(output).toContain('👎 what did we note about bicycles');
    const lines = (await noted('feedback', '--json')).output
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(({ verdict, refused }) => [verdict, refused])).toEqual([
      ['good', false],
      ['good', true],
      ['bad', false],
      ['good', false],
    ]);
    expect((await noted('feedback', '--verdict', 'bad', '--json')).output.trim().split('\n')).toHaveLength(1);
    expect((await noted('feedback', '--since', '2099-01-01')).output).toBe('No ratings match.\n');
    const cases = await noted('feedback', '--cases');
    expect(cases.error).toContain('1 rated bad');
    const file = join(temporaryFolder(), 'cases.jsonl');
    writeFileSync(file, cases.output);
    const evaluated = await noted('eval', '--questions', file, '--json');
    expect(JSON.parse(evaluated.output)).toMatchObject({
      sets: [
        {
          set: file,
          kinds: [
            { kind: 'keyword', n: 1, recall5: 1 },
            { kind: 'refusal', n: 1 },
          ],
        },
      ],
    });
  });
});
