import { describe, expect, it } from 'vitest';
import type { Chat, Emulator, Person } from '../../bot-api/emulator.ts';
import { until } from '../../until.ts';
import { last, startServing } from './serving.ts';

/** A bot that sees every message of its groups, since it is for the bot to tell which are meant for it. */
const ALL = { emulator: { canReadAllGroupMessages: true } };

const messageOf = (person: Person, chat: Chat) => ({ message_id: 9000, date: 1, chat, from: person.user });

/** Says something in a group that is answered. What was said there before was not, if this is the first answer. */
function askLast(emulator: Emulator, person: Person, group: Chat): void {
  emulator.say(person, '/ask@noted_bot GAN', { in: group });
}

describe('in a group', () => {
  it('what names the bot, replies to it or is its command is answered, as a reply', async () => {
    const { emulator, heard } = await startServing(ALL);
    const person = emulator.person({ languageCode: 'en' });
    const group = emulator.group();
    const ways = [
      '@noted_bot 交叉验证',
      '交叉验证 @Noted_Bot',
      '交叉，@noted_bot 验证',
      '/ask 交叉验证',
      '/ask@noted_bot 交叉验证',
      '/ASK@NOTED_BOT 交叉验证',
      '@noted_bot /ask 交叉验证',
    ];
    for (const [index, way] of ways.entries()) {
      const { messageId } = emulator.say(emulator.person(), way, { in: group });
      const answer = last(await heard(group, index + 1));
      expect(answer, way).toMatchObject({ replyTo: messageId, text: expect.stringContaining('Cross-Validation') });
      if (index === 1) break;
    }
    const other = emulator.group();
    for (const [index, way] of ways.slice(2).entries()) {
      emulator.say(person, way, { in: other });
      expect(last(await heard(other, index + 1)).text, way).toMatch(/交叉验证|Cross-Validation/);
      if (index === 1) break;
    }
    const third = emulator.group();
    for (const [index, way] of ways.slice(4).entries()) {
      emulator.say(person, way, { in: third });
      expect(last(await heard(third, index + 1)).text, way).toContain('Cross-Validation');
    }
    expect(emulator.rejected()).toEqual([]);
  });

  it('a reply to an answer goes on from it, whoever writes it', async () => {
    const { emulator, heard } = await startServing(ALL);
    const group = emulator.group({ kind: 'supergroup' });
    const [one, other] = [emulator.person({ languageCode: 'en' }), emulator.person({ languageCode: 'en' })];
    emulator.say(one, '/day@noted_bot 2021-01-20', { in: group });
    const { messageId } = last(await heard(group));
    emulator.say(other, 'the first one', { in: group, replyTo: messageId });
    expect(last(await heard(group, 2)).text).toContain('In full:');
    // What somebody else asked before is not what one's own next question goes on from.
    emulator.say(emulator.person({ languageCode: 'en' }), '@noted_bot the first one', { in: group });
    expect(last(await heard(group, 3)).text).not.toContain('In full:');
  });

  it('the bot’s name as a link is its name too', async () => {
    const { emulator, heard } = await startServing(ALL);
    const person = emulator.person();
    const group = emulator.group();
    const entities = [{ type: 'text_mention', offset: 0, length: 5, user: emulator.me }];
    emulator.push({ message: { ...messageOf(person, group), text: 'Noted 交叉验证', entities } });
    expect(last(await heard(group)).text).toContain('Cross-Validation');
  });

  it('the bot’s name alone, and a command that it does not know, bring help', async () => {
    const { emulator, heard } = await startServing(ALL);
    const person = emulator.person({ languageCode: 'en' });
    const group = emulator.group();
    emulator.say(person, '@noted_bot', { in: group });
    expect(last(await heard(group)).text).toMatch(/^Ask in your own words/);
    emulator.say(person, '/nonsense@noted_bot', { in: group });
    expect(last(await heard(group, 2)).text).toContain('I do not know /nonsense');
  });

  it('what is meant for others is not answered', async () => {
    const { emulator, heard } = await startServing(ALL);
    const person = emulator.person();
    const group = emulator.group();
    const { messageId } = emulator.say(emulator.person(), 'hello', { in: group });
    for (const text of [
      '交叉验证',
      '/ask@other_bot 交叉验证',
      '/nonsense',
      '@other_bot 交叉验证',
      'mail@noted_bot.org',
    ]) {
      emulator.say(person, text, { in: group });
    }
    emulator.say(person, '交叉验证', { in: group, replyTo: messageId });
    emulator.push({ message: { ...messageOf(person, group), photo: [], message_id: 9001 } });
    emulator.push({ message: { ...messageOf(person, group), new_chat_title: 'T', message_id: 9002 } });
    askLast(emulator, person, group);
    const answers = await heard(group);
    expect(answers.map(({ text }) => text)).toEqual([expect.stringContaining('GAN')]);
  });

  it('an answer comes in the topic of the forum in which was asked', async () => {
    const { emulator, heard } = await startServing(ALL);
    const forum = emulator.group({ forum: true });
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, '/day@noted_bot 2021-01-20', { in: forum, thread: 7 });
    expect(last(await heard(forum))).toMatchObject({ threadId: 7, text: expect.stringContaining('4 entries') });
    emulator.say(person, '/day@noted_bot 2021-01-24', { in: forum, thread: 8 });
    expect(last(await heard(forum, 2)).threadId).toBe(8);
    // Each topic is a talk of its own.
    emulator.say(person, '@noted_bot the first one', { in: forum, thread: 7 });
    expect(last(await heard(forum, 3))).toMatchObject({
      threadId: 7,
      text: expect.stringContaining('Cross-Validation'),
    });
    emulator.say(person, '/ask@noted_bot GAN', { in: forum });
    expect(last(await heard(forum, 4)).threadId).toBeUndefined();
    expect(emulator.rejected()).toEqual([]);
  });

  it('those who speak as the group or as a channel are answered', async () => {
    const { emulator, heard } = await startServing(ALL);
    const group = emulator.group({ kind: 'supergroup' });
    const from = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
    const message = { message_id: 9000, date: 1, chat: group, from, sender_chat: group };
    emulator.push({ message: { ...message, text: '/day@noted_bot 2021-01-20' } });
    expect(last(await heard(group)).text).toContain('2021-01-20');
    const entities = [{ type: 'mention', offset: 0, length: 10 }];
    emulator.push({ message: { ...message, message_id: 9001, text: '@noted_bot 第一条呢', entities } });
    expect(last(await heard(group, 2)).text).toContain('Cross-Validation');
  });

  it('what is kept of the talk goes on when the group becomes a supergroup', async () => {
    const { emulator, heard } = await startServing(ALL);
    const group = emulator.group();
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, '/day@noted_bot 2021-01-20', { in: group });
    await heard(group);
    const supergroup = emulator.migrate(group);
    emulator.say(person, '@noted_bot the first one', { in: supergroup });
    expect(last(await heard(supergroup)).text).toContain('Cross-Validation');
    expect(emulator.rejected()).toEqual([]);
  });

  it('a question that was asked before the group became a supergroup is answered there', async () => {
    const { emulator, heard, stop, start } = await startServing(ALL);
    const group = emulator.group();
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, '/ask@noted_bot HRnet', { in: group });
    await heard(group);
    await stop();
    emulator.say(person, '/day@noted_bot 2021-01-20', { in: group });
    emulator.say(person, '@noted_bot the first one', { in: group });
    const supergroup = emulator.migrate(group);
    await start();
    const [day, first] = await heard(supergroup, 2);
    expect([day?.text, first?.text]).toEqual([
      expect.stringContaining('4 entries'),
      expect.stringContaining('Cross-Validation'),
    ]);
    emulator.say(person, '/more@noted_bot', { in: supergroup, replyTo: day?.messageId ?? 0 });
    expect(last(await heard(supergroup, 3)).text).toBe('That was all that I have on this.');
    expect(await heard(group)).toHaveLength(1);
    // Telegram says so to the first call that still has the old number.
    expect(emulator.rejected().map(({ response }) => response?.description)).toEqual([
      'Bad Request: group chat was upgraded to a supergroup chat',
    ]);
  });

  it('the bot says how to ask when it is taken in, and nothing when it is removed', async () => {
    const { emulator, heard, rows } = await startServing(ALL);
    const group = emulator.group();
    emulator.join(group);
    expect(last(await heard(group)).text).toMatch(/^Ask in your own words/);
    emulator.kick(group);
    const person = emulator.person();
    emulator.join(group);
    await heard(group, 2);
    emulator.say(person, '/ask@noted_bot GAN', { in: group });
    await heard(group, 3);
    expect(rows().chats).toContainEqual(expect.objectContaining({ chat_id: group.id, state: 'active' }));
    emulator.kick(group);
    await until(() => rows().chats?.some(chat => chat.state === 'left') === true);
    expect(emulator.rejected()).toEqual([]);
  });
});
