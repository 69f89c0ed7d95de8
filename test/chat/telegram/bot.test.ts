import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/chat/commands.ts';
import { encodeDeepLink } from '../../../src/chat/deep-link.ts';
import type { ShownMessage } from '../../bot-api/emulator.ts';
import { last, startServing } from './serving.ts';

const linksIn = ({ entities }: ShownMessage) => entities.flatMap(entity => ('url' in entity ? entity.url : []));
const buttonsOf = ({ replyMarkup }: ShownMessage) =>
  replyMarkup?.inline_keyboard.map(row => row.map(({ text }) => text)) ?? [];

describe('a question in private', () => {
  it('is answered with the entries, whose titles are links, and can be rated', async () => {
    const { emulator, ask } = await startServing();
    const answer = await ask(emulator.person({ languageCode: 'en' }), 'what did we note about cross-validation');
    expect(answer.text).toContain('[1] 2021-01-20 (1) Cross-Validation（交叉验证）详解 #机器学习');
    expect(linksIn(answer)[0]).toBe('https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining');
    expect(answer.text).not.toContain('https://zhuanlan.zhihu.com/p/24825503');
    expect(buttonsOf(answer)).toEqual([['👍', '👎']]);
    expect(answer.replyTo).toBeUndefined();
    expect(emulator.rejected()).toEqual([]);
  });

  it('is answered in its own language, whatever that of the app', async () => {
    const { emulator, ask } = await startServing();
    expect((await ask(emulator.person({ languageCode: 'en' }), '有没有讲交叉验证的')).text).toMatch(/^笔记里有/);
    expect((await ask(emulator.person({ languageCode: 'zh' }), 'what about bicycles')).text).toMatch(/^One entry/);
  });

  it('about something that is not in the notes is refused, and the refusal can be rated', async () => {
    const { emulator, ask } = await startServing();
    const refusal = await ask(emulator.person(), 'what did we note about quantum gravity');
    expect(refusal.text).toMatch(/^Not in the notes: I found nothing there on “quantum gravity”\./);
    expect(buttonsOf(refusal)).toEqual([['👍', '👎']]);
  });

  it('is understood to go on from the answer before it, or from the one that it replies to', async () => {
    const { emulator, ask, heard } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const day = await ask(person, '/day 2021-01-20');
    expect((await ask(person, 'the first one')).text).toContain('Cross-Validation');
    const other = emulator.person({ languageCode: 'en' });
    const asked = await ask(other, '/day 2021-01-24');
    await ask(other, '/day 2021-01-25');
    emulator.say(other, 'the first one', { replyTo: asked.messageId });
    expect(last(await heard(other.chat, 3)).text).toContain('换个损失函数就能实现数据扩增');
    expect(day.text).toContain('2021-01-20');
  });

  it('is answered over as many messages as it takes, with the buttons under the last', async () => {
    const long = (n: number) => `(${n})第${n}条 ${'很长的一条笔记。'.repeat(180)} https://example.com/${n}`;
    const { emulator, heard } = await startServing({
      files: { 'a.md': `## 2021.1.18\n${[1, 2, 3, 4].map(long).join('\n')}\n` },
    });
    const person = emulator.person();
    emulator.say(person, '/day 2021-01-18');
    const messages = await heard(person.chat, 2);
    expect(messages.length).toBeGreaterThan(1);
    for (const { text } of messages) expect([...text].length).toBeLessThanOrEqual(4096);
    expect(messages.flatMap(linksIn)).toEqual([1, 2, 3, 4].map(n => `https://example.com/${n}`));
    expect(messages.map(buttonsOf).filter(rows => rows.length > 0)).toEqual([[['👍', '👎']]]);
    expect(buttonsOf(last(messages))).toEqual([['👍', '👎']]);
    expect(emulator.rejected()).toEqual([]);
  });

  it('is answered out of what was written into the digest a moment ago', async () => {
    const { emulator, ask, digest } = await startServing({
      files: { 'a.md': '## 2021.1.18\n(1)alpha https://a.com/1\n' },
    });
    writeFileSync(join(digest, 'b.md'), '## 2021.1.19\n(1)zebrafish https://a.com/2\n');
    expect((await ask(emulator.person(), 'zebrafish')).text).toContain('2021-01-19 (1) zebrafish');
  });

  it('over an empty digest is told so', async () => {
    const { emulator, ask } = await startServing({ files: {} });
    expect((await ask(emulator.person(), 'anything')).text).toBe('The notes have no entries yet.');
    expect((await ask(emulator.person(), '/start')).text).toContain('The notes have no entries yet.');
    expect((await ask(emulator.person(), '/tags')).text).toBe('The notes have no entries yet.');
  });
});

/** What each command brings, in both languages; a stop in the digest's last days. */
const SAID: Readonly<Record<string, readonly [en: RegExp, zh: RegExp]>> = {
  '/start': [/^Hello!.*The notes hold 25 entries/s, /^你好！.*笔记里有 25 条/s],
  '/help': [/^Ask in your own words.*\/search – the closest/s, /^用自己的话提问.*\/search – 找最接近/s],
  '/ask': [/\/ask what did we note/, /\/ask 有没有讲/],
  '/ask HRnet': [/HRnet目前比较好的模型/, /HRnet目前比较好的模型/],
  '/search 目标检测': [/^5 hits, the best first:/, /^找到 5 条，最接近的在前：/],
  '/search': [/\/search object detection/, /\/search 目标检测/],
  '/today': [/^Nothing was noted on 2021-01-27/, /^2021-01-27 ?没有记录/],
  '/day': [/\/day 2021-01-20/, /\/day 昨天/],
  '/day yesterday': [/^Nothing was noted on 2021-01-26/, /^2021-01-26 ?没有记录/],
  '/day 1.20': [/^4 entries on 2021-01-20:/, /^2021-01-20 ?共 4 条：/],
  '/week': [/^13 entries from 2021-01-21 to 2021-01-27, the first 8:/, /共 13 条，这里是前 8 条：/],
  '/tags': [/^The notes use 6 tags.*#必读 2/s, /^笔记里用了 6 个标签.*#必读 2/s],
  '/more': [/please ask something first/, /请先提问/],
  '/stop': [/^I am not writing an answer/, /^现在没有|^我现在没有/],
  '/language': [/^In which language/, /^用什么语言/],
  '/language zh': [/^以后用中文回答/, /^以后用中文回答/],
  '/privacy': [/for 30 days.*\/forget/s, /保存 30 天.*\/forget/s],
  '/forget': [/^Shall I erase all/, /^要删除保存的全部内容/],
  '/status': [/^I do not know \/status/, /^不认识 \/status/],
  '/nonsense': [/^I do not know \/nonsense/, /^不认识 \/nonsense/],
  '/HELP@Noted_Bot': [/^Ask in your own words/, /^用自己的话提问/],
  hello: [/^Ask in your own words/, /^用自己的话提问/],
  thanks: [/welcome/, /不客气/],
};

describe('commands in private', () => {
  it('are answered in the language of the app', async () => {
    const { emulator, ask } = await startServing();
    for (const [index, code] of ['en', 'zh-hans'].entries()) {
      for (const [command, answers] of Object.entries(SAID)) {
        const { text } = await ask(emulator.person({ languageCode: code }), command);
        expect(text, `${command} in ${code}`).toMatch(answers[index] ?? /$^/);
      }
    }
    expect(emulator.rejected()).toEqual([]);
  });

  it('are all tried here', () => {
    const offered = COMMANDS.filter(({ places }) => places.includes('private')).map(({ name }) => `/${name}`);
    expect(offered.filter(command => SAID[command] === undefined)).toEqual([]);
  });

  it('are offered in the menu, in the language of the app', async () => {
    const { emulator } = await startServing();
    const [english, chinese] = [emulator.person({ languageCode: 'fr' }), emulator.person({ languageCode: 'zh' })];
    await emulator.waitFor(
      () => emulator.calls.filter(({ method }) => method === 'setMyShortDescription').length === 2,
    );
    expect(emulator.menu(english)[0]).toEqual({ command: 'ask', description: expect.stringContaining('a question') });
    expect(emulator.menu(chinese)[0]).toEqual({ command: 'ask', description: expect.stringContaining('回答') });
    const group = emulator.group();
    expect(emulator.menu(english, { in: group }).map(({ command }) => command)).toContain('ask');
    expect(emulator.rejected()).toEqual([]);
  });

  it('lead on from page to page with /more and with words', async () => {
    const { emulator, ask } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    expect((await ask(person, '/week')).text).toContain('[8]');
    const next = await ask(person, '/more');
    expect(next.text).toContain('[9] 2021-01-24 (5)');
    expect(buttonsOf(next)[0]).toEqual(['‹ 1', '2 / 2']);
    expect((await ask(person, 'more')).text).toBe('That was all that I have on this.');
  });

  it('come with deep links too', async () => {
    const { emulator, ask } = await startServing();
    const follow = (payload: string | undefined) =>
      ask(emulator.person({ languageCode: 'en' }), `/start ${payload ?? ''}`);
    expect((await follow(encodeDeepLink({ to: 'ask', question: '交叉验证' }))).text).toContain('Cross-Validation');
    expect((await follow(encodeDeepLink({ to: 'day', day: '2021-01-20' }))).text).toMatch(/^4 entries/);
    expect((await follow('tags')).text).toContain('#必读');
    expect((await follow('help')).text).toMatch(/^Ask in your own words/);
    for (const odd of ['ask_', 'ask_%%', 'day_2021-02-31', 'x'.repeat(64), '🙃']) {
      expect((await follow(odd)).text, odd).toMatch(/^Hello!/);
    }
  });

  it('show admins how the bot fares', async () => {
    const { emulator, ask } = await startServing({ settings: { ADMINS: '77' } });
    expect((await ask(emulator.person({ id: 77 }), '/status')).text).toMatch(
      /^The notes hold 25 entries.*\b0 messages are waiting/s,
    );
  });
});

describe('the language', () => {
  it('that is chosen by button is that of all answers, until the choice is taken back', async () => {
    const { emulator, ask, heard } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const { messageId } = await ask(person, '/language');
    await emulator.press(person, { chatId: person.id, messageId }, '中文');
    await emulator.waitFor(() => emulator.messages(person.id).some(({ text }) => text === '以后用中文回答。'));
    const changed = last(await heard(person.chat));
    expect(changed).toMatchObject({ text: '以后用中文回答。', replyMarkup: undefined, edits: 1 });
    expect((await ask(person, 'what did we note about bicycles')).text).toMatch(/^笔记里有 1 条/);
    await ask(person, '/language auto');
    expect((await ask(person, 'what did we note about bicycles')).text).toMatch(/^One entry/);
  });

  it('is the setting’s for people whose app speaks neither', async () => {
    const { emulator, ask } = await startServing({ settings: { LANGUAGE: 'zh' } });
    expect((await ask(emulator.person({ languageCode: 'fr' }), '/more')).text).toContain('请先提问');
    expect((await ask(emulator.person(), '/more')).text).toContain('请先提问');
    expect((await ask(emulator.person({ languageCode: 'en-GB' }), '/more')).text).toContain('please ask');
  });
});

describe('what is no question', () => {
  it('is told apart: pictures and the like are not understood, what is written under them is', async () => {
    const { emulator, heard } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const message = { message_id: 9000, date: 1, chat: person.chat, from: person.user };
    emulator.push({ message: { ...message, voice: { file_id: 'a', file_unique_id: 'a', duration: 1 } } });
    expect((await heard(person.chat))[0]?.text).toBe('I can read text only. Please ask in words; /help shows how.');
    emulator.say(person, '交叉验证', { caption: true });
    expect((await heard(person.chat, 2))[1]?.text).toContain('Cross-Validation');
  });

  it('is passed over: edits, events, what other bots wrote and what came by way of a bot', async () => {
    const { emulator, heard } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const { user: from, chat } = person;
    const message = { message_id: 9000, date: 1, chat, from };
    emulator.push({ edited_message: { ...message, text: 'HRnet', edit_date: 2 } });
    emulator.push({ message: { ...message, pinned_message: { message_id: 3, date: 0, chat } } });
    emulator.push({ message: { ...message, text: 'HRnet', via_bot: emulator.me } });
    emulator.push({ message: { ...message, text: 'HRnet', from: { ...from, is_bot: true } } });
    emulator.push({ message: { ...message, text: 'HRnet', chat: { id: -100, type: 'channel', title: 'C' } } });
    emulator.say(person, '交叉验证');
    expect(await heard(person.chat)).toHaveLength(1);
    expect((await heard(person.chat))[0]?.text).toContain('Cross-Validation');
  });

  it('is answered once for all pictures of an album', async () => {
    const { emulator, heard, ask } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const { user: from, chat } = person;
    for (let id = 9000; id < 9005; id++) {
      emulator.push({ message: { message_id: id, date: 1, chat, from, media_group_id: '1', photo: [] } });
    }
    expect((await ask(person, '交叉验证')).text).toContain('text only');
    expect(await heard(person.chat, 2)).toHaveLength(2);
  });

  it('is answered once for an album too where Telegram was not to be had at first', async () => {
    const { emulator, heard } = await startServing();
    const person = emulator.person({ languageCode: 'en' });
    const { user: from, chat } = person;
    emulator.fault({ method: 'sendMessage', how: { status: 401 } });
    for (let id = 9000; id < 9003; id++) {
      emulator.push({ message: { message_id: id, date: 1, chat, from, media_group_id: '1', photo: [] } });
    }
    emulator.say(person, '交叉验证');
    const said = (await heard(person.chat, 2)).map(({ text }) => text);
    expect(said).toEqual([expect.stringContaining('text only'), expect.stringContaining('Cross-Validation')]);
  });
});
