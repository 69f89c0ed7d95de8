import { describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/chat/actions.ts';
import type { Emulator, Person, ShownMessage } from '../../bot-api/emulator.ts';
import { last, startServing } from './serving.ts';

const labels = ({ replyMarkup }: ShownMessage) => replyMarkup?.inline_keyboard.flat().map(({ text }) => text);
const noticeOf = ({ payload }: { payload: Record<string, unknown> }) => payload.text;

/** The press of a button that stands nowhere any more, or never did. */
function pressRaw(emulator: Emulator, person: Person, message: ShownMessage, data: string) {
  const from = person.user;
  const before = emulator.calls.length;
  emulator.push({
    callback_query: {
      ...{ id: `made up ${data}`, from, chat_instance: '1', data },
      message: { message_id: message.messageId, date: 0, chat: person.chat },
    },
  });
  return emulator.waitFor(() => emulator.calls.slice(before).find(({ method }) => method === 'answerCallbackQuery'));
}

describe('pages', () => {
  it('are turned in place, there and back, also after the bot was started anew', async () => {
    const { emulator, ask, stop, start } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const first = await ask(person, '/week');
    const place = { chatId: person.id, messageId: first.messageId };
    const now = () => emulator.messages(person.id).find(({ messageId }) => messageId === first.messageId);
    const edited = (edits: number) => emulator.waitFor(() => now()?.edits === edits && now());
    expect(labels(first)).toEqual(['1 / 2', '2 ›', '👍', '👎']);
    await emulator.press(person, place, '2 ›');
    const second = await edited(1);
    expect(second.text).toMatch(/^13 entries.*, 9 to 13:.*\[9\]/s);
    expect(labels(second)).toEqual(['‹ 1', '2 / 2', '👍', '👎']);
    await stop();
    await start();
    await emulator.press(person, place, '‹ 1');
    expect(await edited(2)).toMatchObject({ text: first.text, entities: first.entities });
    // The button between them says where one is, and does nothing.
    expect(noticeOf(await emulator.press(person, place, '1 / 2'))).toBeUndefined();
    await ask(person, 'hi');
    expect(emulator.calls.filter(({ method }) => method === 'editMessageText')).toHaveLength(2);
  });

  it('that take several messages come as new ones, and so does what follows them', async () => {
    const long = (n: number) => `(${n})第${n}条 ${'很长的一条笔记。'.repeat(150)} https://example.com/${n}`;
    const short = (n: number) => `(${n})第${n}条`;
    const entries = Array.from({ length: 20 }, (_, index) => (index < 8 || index > 15 ? short : long)(index + 1));
    const { emulator, ask, heard } = await startServing({ files: { 'a.md': `## 2021.1.18\n${entries.join('\n')}\n` } });
    const person = emulator.person({ languageCode: 'en' });
    const first = await ask(person, '/day 2021-01-18');
    await emulator.press(person, { chatId: person.id, messageId: first.messageId }, '2 ›');
    const shown = await emulator.waitFor(() => {
      const messages = emulator.messages(person.id).filter(({ fromBot }) => fromBot);
      return labels(last(messages))?.includes('2 / 3') && messages;
    });
    expect(shown.length).toBeGreaterThan(2);
    expect(shown[0]).toMatchObject({ text: first.text, edits: 0 });
    await emulator.press(person, { chatId: person.id, messageId: last(shown).messageId }, '3 ›');
    const third = last(await heard(person.chat, shown.length + 1));
    expect(third.text).toMatch(/^\d+ entries.*17 to 20/);
    expect(emulator.rejected()).toEqual([]);
  });

  it('are turned in groups by anybody', async () => {
    const { emulator, heard } = await startServing();
    const group = emulator.group();
    emulator.say(emulator.person({ languageCode: 'en' }), '/week@noted_bot', { in: group });
    const { messageId } = last(await heard(group));
    await emulator.press(emulator.person(), { chatId: group.id, messageId }, '2 ›');
    const shown = await emulator.waitFor(() => emulator.messages(group.id).find(({ edits }) => edits === 1));
    expect(shown.text).toMatch(/^13 entries/);
  });
});

describe('ratings', () => {
  it('are given, changed and taken back, and marked where only their giver sees them', async () => {
    const { emulator, ask, rows } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const { messageId } = await ask(person, '/week');
    const place = { chatId: person.id, messageId };
    const now = () => labels(last(emulator.messages(person.id)));
    const marked = (label: string) => emulator.waitFor(() => now()?.includes(label));
    expect(noticeOf(await emulator.press(person, place, '👍'))).toBe('Thank you, noted.');
    await marked('👍 ✓');
    expect(rows().feedback).toMatchObject([{ verdict: 'good', person_id: person.id, question: 'last 7 days' }]);
    await emulator.press(person, place, '👎');
    await marked('👎 ✓');
    expect(rows().feedback).toMatchObject([{ verdict: 'bad' }]);
    await emulator.press(person, place, '2 ›');
    await emulator.waitFor(() => now()?.includes('2 / 2'));
    expect(now()).toEqual(['‹ 1', '2 / 2', '👍', '👎 ✓']);
    expect(noticeOf(await emulator.press(person, place, '👎 ✓'))).toBe('Your rating is taken back.');
    await marked('👎');
    expect(rows().feedback).toEqual([]);
    expect(emulator.rejected()).toEqual([]);
  });

  it('are each person’s own in a group', async () => {
    const { emulator, heard, rows } = await startServing();
    const group = emulator.group();
    const [one, other] = [emulator.person({ languageCode: 'zh' }), emulator.person({ languageCode: 'en' })];
    emulator.say(one, '/ask@noted_bot 交叉验证', { in: group });
    const { messageId } = last(await heard(group));
    const place = { chatId: group.id, messageId };
    expect(noticeOf(await emulator.press(one, place, '👍'))).toBe('谢谢，记下了。');
    expect(noticeOf(await emulator.press(other, place, '👎'))).toBe('Thank you, noted.');
    expect(rows().feedback).toMatchObject([
      { person_id: one.id, verdict: 'good' },
      { person_id: other.id, verdict: 'bad' },
    ]);
    expect(emulator.messages(group.id).at(-1)).toMatchObject({ edits: 0 });
  });
});

describe('a button', () => {
  it('with data that nobody made here, or of an answer elsewhere, does nothing but say so', async () => {
    const { emulator, ask, rows } = await startServing();
    const [person, other] = [emulator.person({ languageCode: 'en' }), emulator.person({ languageCode: 'en' })];
    const message = await ask(person, '/week');
    const theirs = await ask(other, '/week');
    const [mine] = rows().exchanges ?? [];
    const id = Number(mine?.exchange_id);
    const odd = [
      encodeAction({ do: 'rate', exchange: id, verdict: 'bad' }),
      encodeAction({ do: 'page', exchange: id, page: 2 }),
      ...['', 'x', '1p:1', '1p:0:1', '1r:99999999999999999999:good', '2p:1:1', '\0', '1f:maybe', '__proto__'],
    ];
    for (const data of odd) {
      expect(noticeOf(await pressRaw(emulator, other, theirs, data)), data).toMatch(/^I no longer know/);
    }
    expect(rows().feedback).toEqual([]);
    expect(emulator.messages(person.id).at(-1)).toMatchObject({ text: message.text, edits: 0 });
  });

  it('of an answer that is no longer kept says so', async () => {
    const { emulator, ask } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const { messageId } = await ask(person, '/week');
    const { messageId: question } = await ask(person, '/forget');
    await emulator.press(person, { chatId: person.id, messageId: question }, 'Erase');
    const pressed = await emulator.press(person, { chatId: person.id, messageId }, '2 ›');
    expect(noticeOf(pressed)).toBe('I no longer know what this button belongs to. Please ask again.');
  });

  it('that asks a person of a group about themselves is theirs alone', async () => {
    const { emulator, heard, rows } = await startServing();
    const group = emulator.group();
    const [one, other] = [emulator.person({ languageCode: 'en' }), emulator.person({ languageCode: 'en' })];
    emulator.say(other, '/ask@noted_bot GAN', { in: group });
    await heard(group);
    emulator.say(one, '/forget@noted_bot', { in: group });
    const { messageId } = last(await heard(group, 2));
    const place = { chatId: group.id, messageId };
    expect(noticeOf(await emulator.press(other, place, 'Erase'))).toBe('This button is for the one who asked.');
    expect(rows().exchanges).toHaveLength(1);
    await emulator.press(one, place, 'Keep');
    const kept = await emulator.waitFor(() => emulator.messages(group.id).find(({ edits }) => edits > 0));
    expect(kept).toMatchObject({ text: 'Nothing was erased.', replyMarkup: undefined });
  });
});
