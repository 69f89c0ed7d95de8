import { describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { encodeDeepLink } from '../../src/chat/deep-link.ts';
import { act, type Message, type Parts, type Previous, type Reply, reply, type Self } from '../../src/chat/handlers.ts';
import { openNotes } from '../notes.ts';

const NOW = '2021-01-25T12:00:00+08:00';

type Said = Partial<Message> & Partial<Pick<Parts, 'status' | 'costs' | 'models'>> & { app?: App; pageSize?: number };

/** The one reply to a message in a private chat, in English unless it says otherwise. */
async function said(text: string, { app, pageSize, ...rest }: Said = {}): Promise<Reply> {
  const replies = await all(text, {
    app: app ?? (await openNotes({ now: NOW })),
    ...rest,
    ...(pageSize && { pageSize }),
  });
  expect(replies).toHaveLength(1);
  return replies[0] ?? { text: '' };
}

async function all(
  text: string,
  { app, pageSize = 8, status, costs, models = app.models, ...rest }: Said & { app: App },
): Promise<Reply[]> {
  const self = remembering();
  const { understand, respond, write } = app;
  const parts = { understand, respond, write, self, pageSize, status, costs, models };
  const message: Message = { text, language: 'en', place: 'private', ...rest };
  return Array.fromAsync(reply(message, parts));
}

function remembering() {
  const done: unknown[] = [];
  const self: Self = {
    async setLanguage(language) {
      done.push(language ?? 'auto');
    },
    async forget() {
      done.push('forget');
      return { exchanges: 2, feedback: 1 };
    },
  };
  return Object.assign(self, { done });
}

const ids = ({ answered }: Reply) => answered?.answer.sources.map(({ id }) => id) ?? [];

function previousOf({ answered }: Reply): Previous | undefined {
  return answered && { request: answered.request, page: answered.page, sources: ids({ text: '', answered }) };
}

describe('a command', () => {
  it.each([
    ['/today', ['2021-01-25#1', '2021-01-25#2', '2021-01-25#3', '2021-01-25#4']],
    ['/today@noted_bot', ['2021-01-25#1', '2021-01-25#2', '2021-01-25#3', '2021-01-25#4']],
    ['/day 2021-01-20', ['2021-01-20#1', '2021-01-20#2', '2021-01-20#3', '2021-01-20#4']],
    ['/day 1.20', ['2021-01-20#1', '2021-01-20#2', '2021-01-20#3', '2021-01-20#4']],
    ['/day 上周三', ['2021-01-20#1', '2021-01-20#2', '2021-01-20#3', '2021-01-20#4']],
    ['/day last Wednesday', ['2021-01-20#1', '2021-01-20#2', '2021-01-20#3', '2021-01-20#4']],
    ['/ask what did we note about cross-validation', ['2021-01-20#1', '2021-01-20#3']],
    ['/start day_2021-01-21', ['2021-01-21#1', '2021-01-21#2', '2021-01-21#3', '2021-01-21#4']],
    [`/start ${encodeDeepLink({ to: 'ask', question: '交叉验证' })}`, ['2021-01-20#1', '2021-01-20#3']],
  ])('lists or answers: %s', async (text, expected) => {
    expect(ids(await said(text))).toEqual(expected);
  });

  it('/week gives the last seven days, today among them', async () => {
    const week = await said('/week', { pageSize: 40 });
    expect(week.answered?.request.question.dates).toEqual({ from: '2021-01-19', to: '2021-01-25' });
    expect(ids(week)).toHaveLength(17);
  });

  it('/search brings the best hits first, even where an answer would refuse', async () => {
    const app = await openNotes({ now: NOW });
    expect((await said('OpenCV 人脸识别', { app })).answered?.answer.refused).toBe(true);
    const hits = await said('/search OpenCV 人脸识别', { app });
    expect(hits.answered?.answer.refused).toBe(false);
    expect(ids(hits)).toContain('2021-01-20#4');
    expect(hits.text).toMatch(/^The nearest entries, which may be about something else:/);
    expect(ids(await said('/search anchor', { app }))[0]).toBe('2021-01-24#5');
  });

  it.each([
    '/tags',
    '/start tags',
    'what tags are there?',
    'tags',
    'most used tags',
    'how many tags are there',
    '有哪些标签',
    '标签',
    '标签有哪些',
    '有多少个标签',
    '哪些标签用得最多',
  ])('%s counts the tags', async text => {
    const { text: told } = await said(text);
    expect(told).toContain('#必读 2\n');
  });

  it.each([
    ['/ask', '/ask what'],
    ['/day', '/day 2021-01-20'],
    ['/day whenever', '/day 2021-01-20'],
    ['/day 2021-1-2-3', '/day 2021-01-20'],
    ['/search', '/search object'],
    ['/search ???', '/search object'],
  ])('%s is told how it is used', async (text, usage) => {
    const { text: told, answered } = await said(text);
    expect(told).toContain(usage);
    expect(answered).toBeUndefined();
  });

  it.each(['2021-02-30', '2021-13-01', '2021年2月29日', 'Feb 30', '2月30日'])(
    '/day %s is told that there is no such day',
    async day => {
      const { text, answered } = await said(`/day ${day}`);
      expect(text).toMatch(new RegExp(`^The calendar has no day ${day}\\.\n.*/day 2021-01-20`));
      expect(answered).toBeUndefined();
    },
  );

  it.each([
    ['/day 2021', '2021-01-01', '2021-12-31'],
    ['/day January', '2021-01-01', '2021-01-31'],
    ['/day tomorrow', '2021-01-26', '2021-01-26'],
    ['/day 明天', '2021-01-26', '2021-01-26'],
    ['/day 后天', '2021-01-27', '2021-01-27'],
  ])('%s is about the days from %s to %s', async (text, from, to) => {
    const { answered } = await said(text);
    expect(answered?.request.question.dates).toEqual({ from, to });
    expect(answered?.answer.text).toMatch(from === '2021-01-01' ? /^25 entries/ : /^Nothing was noted on 2021-01-2/);
  });

  it('in a group says what is answered there, in private how to send entries elsewhere', async () => {
    const app = await openNotes();
    const helpIn = async (place: 'private' | 'group') => (await said('/help', { app, place })).text;
    expect(await helpIn('group')).toMatch(
      /mention my name with @ or reply to one of mine, and commands: \*\*\/ask why/,
    );
    expect(await helpIn('private')).toMatch(/in any other chat: type my name with @/);
  });

  it('shows its own name, where it has one, so that it names nobody else', async () => {
    const app = await openNotes();
    for (const language of ['en', 'zh'] as const) {
      const at = { app, language, username: 'noted_bot' };
      const mentioned = async (text: string, place: 'private' | 'group') => {
        const { text: told } = await said(text, { ...at, place });
        return new Set(told.match(/@\w+/g));
      };
      for (const place of ['private', 'group'] as const)
        expect(await mentioned('/help', place)).toEqual(new Set(['@noted_bot']));
      for (const command of ['/ask', '/day', '/search']) {
        expect((await said(command, { ...at, place: 'group' })).text).toContain(`**${command}@noted_bot `);
        expect((await said(command, { ...at, place: 'private' })).text).toContain(`**${command} `);
      }
    }
  });

  it('/help has the line of /status for those who look after the bot, in private', async () => {
    const app = await openNotes();
    const status = async () => ({ entries: 0, span: undefined });
    expect((await said('/help', { app, status })).text).toContain('\n/status – how the bot is doing');
    expect((await said('/help', { app, status, place: 'group' })).text).not.toContain('/status');
    expect((await said('/help', { app })).text).not.toContain('/status');
  });

  it('/privacy names all that is kept, and what is sent where', async () => {
    const { text } = await said('/privacy');
    for (const kept of ['when first and last', 'until it is answered', '30 days', '👍', 'language'])
      expect(text).toContain(kept);
    expect(text).toMatch(/none of it is sent to a model or to any other service, but for Telegram/);
  });

  it('/privacy names the servers of the models that are asked', async () => {
    const models = { answers: 'words.example.com', search: 'localhost:11434' };
    const { text } = await said('/privacy', { models });
    for (const host of ['words.example.com', 'localhost:11434']) expect(text).toContain(`**${host}**`);
  });

  it('/usage is offered and answered to those who look after the bot alone', async () => {
    const app = await openNotes();
    const status = async () => ({ entries: 0, span: undefined });
    const models = { answers: 'words.example.com', search: undefined };
    expect((await said('/help', { app, status, models })).text).toContain('\n/usage – what written answers cost');
    expect((await said('/help', { app, models })).text).not.toContain('/usage');
    expect((await said('/usage', { app, costs: app.costs })).text).toMatch(/^No model words the answers/);
    expect((await said('/usage', { app })).text).toContain('do not know /usage');
  });

  it('/usage is offered to nobody where no model words the answers', async () => {
    const status = async () => ({ entries: 0, span: undefined });
    const { text } = await said('/help', { status });
    expect(text).toContain('\n/status');
    expect(text).not.toContain('/usage');
  });

  it('/start greets with what the notes hold, whatever else stands behind it', async () => {
    for (const text of ['/start', '/start nonsense', '/start day_2021-02-30']) {
      expect((await said(text)).text).toMatch(/^Hello!.*25 entries, from 2021-01-18 to 2021-01-25/s);
    }
    expect((await said('/start', { language: 'zh' })).text).toMatch(/^你好！.*25 条/s);
  });

  it.each([
    ['/help', 'en', 'Ask in your own words'],
    ['/help', 'zh', '用自己的话提问'],
    ['hello', 'zh', '用自己的话提问'],
    ['你好', 'en', '用自己的话提问'],
    ['/start help', 'en', 'Ask in your own words'],
    ['/privacy', 'en', '30 days'],
    ['/privacy', 'zh', '30 天'],
    ['Good morning!', 'en', 'Ask in your own words'],
    ['早', 'en', '用自己的话提问'],
    ['who are you?', 'en', 'Ask in your own words'],
    ['what can you do', 'en', 'Ask in your own words'],
    ['are you a bot?', 'en', 'Ask in your own words'],
    ['你是谁', 'en', '用自己的话提问'],
    ['你能做什么？', 'en', '用自己的话提问'],
    ['怎么用', 'en', '用自己的话提问'],
    ['thanks!', 'en', 'welcome'],
    ['ok', 'en', 'Ask me whenever'],
    ['Got it.', 'zh', '随时问我'],
    ['好的', 'en', '随时问我'],
    ['嗯', 'zh', '随时问我'],
    ['bye', 'en', 'Goodbye!'],
    ['拜拜', 'en', '再见！'],
    ['add https://example.com/1', 'en', 'I cannot record links yet'],
    ['please save this link: https://example.com/1', 'en', 'I cannot record links yet'],
    ['添加 https://example.com/1', 'en', '还不能记录链接'],
    ['记一下 https://example.com/1 好文', 'zh', '还不能记录链接'],
    ['收藏https://example.com/1', 'zh', '还不能记录链接'],
    ['more', 'en', 'please ask something first'],
    ['next', 'en', 'please ask something first'],
    ['还有吗', 'en', '前面还没有回答'],
    ['/more', 'zh', '前面还没有回答'],
    ['/stop', 'en', 'not writing an answer'],
    ['/stop', 'zh', '没有正在写'],
  ] as const)('%s says in %s what is asked for', async (text, language, told) => {
    const { text: heard, answered } = await said(text, { language });
    expect(heard).toContain(told);
    expect(answered).toBeUndefined();
  });

  it('that there is none of is said to be none, but in a group only to whom names this bot', async () => {
    const app = await openNotes();
    expect((await said('/frobnicate', { app })).text).toContain('/frobnicate');
    expect((await said('/quit', { app })).text).toContain('/quit');
    expect(await all('/frobnicate', { app, place: 'group' })).toEqual([]);
    expect(await all('/frobnicate@noted_bot', { app, place: 'group' })).toHaveLength(1);
  });

  it('answers in the language of the person, whatever the words behind it', async () => {
    const app = await openNotes({ now: NOW });
    expect((await said('/search 交叉验证', { app })).text).toMatch(/hits, the best first/);
    expect((await said('/day 2021-01-20', { app, language: 'zh' })).text).toMatch(/共 4 条/);
    expect((await said('/today', { app, language: 'zh' })).text).toMatch(/^2021-01-25 共 4 条/);
  });

  it('before any entry is noted says that there is none', async () => {
    const app = await openNotes({ files: { 'a.md': '# Notes\n' } });
    for (const text of ['/today', '/week', '/tags', '/search x', 'mxnet'])
      expect((await said(text, { app })).text).toBe('The notes have no entries yet.');
  });
});

describe('the language of an answer', () => {
  it.each([
    ['mxnet', 'zh', false, /^笔记里/],
    ['mxnet', 'en', false, /entries in the notes/],
    ['what did we note about mxnet', 'zh', false, /entries in the notes/],
    ['有没有讲mxnet的', 'en', false, /^笔记里/],
    ['what did we note about mxnet', 'zh', true, /^笔记里/],
    ['有没有讲mxnet的', 'en', true, /entries in the notes/],
  ] as const)('%s, asked by one who speaks %s (chosen: %j)', async (text, language, chosen, told) => {
    expect((await said(text, { language, chosen })).text).toMatch(told);
  });

  it('is asked for with choices, or set at once', async () => {
    const { choices, text } = await said('/language');
    expect(text).toMatch(/language/);
    expect(choices?.flat().map(({ action }) => action)).toEqual([
      { do: 'language', language: 'en' },
      { do: 'language', language: 'zh' },
      { do: 'language', language: undefined },
    ]);
    expect((await said('/language zh')).text).toBe('以后用中文回答。');
    expect((await said('/language English', { language: 'zh' })).text).toMatch(/in English/);
    expect((await said('/language 自动', { language: 'zh' })).text).toMatch(/每个问题/);
    expect((await said('/language klingon')).choices).toBeDefined();
  });

  it('is kept when it is chosen', async () => {
    const self = remembering();
    for (const language of ['zh', undefined] as const)
      await act({ do: 'language', language }, { language: 'en', self });
    expect(self.done).toEqual(['zh', 'auto']);
  });
});

describe('/forget', () => {
  it('asks first, then erases and says what was erased', async () => {
    const { choices } = await said('/forget');
    expect(choices?.flat().map(({ action }) => action)).toEqual([
      { do: 'forget', sure: true },
      { do: 'forget', sure: false },
    ]);
    const self = remembering();
    expect((await act({ do: 'forget', sure: false }, { language: 'en', self })).text).toMatch(/Nothing/);
    expect(self.done).toEqual([]);
    expect((await act({ do: 'forget', sure: true }, { language: 'en', self })).text).toMatch(/2 questions.*1 rating,/);
    expect(self.done).toEqual(['forget']);
  });
});

describe('a talk', () => {
  it('goes through the pages, and says where there are no more', async () => {
    const app = await openNotes({ now: NOW });
    const first = await said('January 2021', { app, pageSize: 10 });
    expect(first.answered).toMatchObject({ page: 1, answer: { page: { number: 1, of: 3 } } });
    const second = await said('/more', { app, pageSize: 10, previous: previousOf(first) });
    expect(second.answered?.page).toBe(2);
    const third = await said('还有吗', { app, pageSize: 10, previous: previousOf(second) });
    expect([first, second, third].flatMap(ids)).toHaveLength(25);
    const over = await said('more', { app, pageSize: 10, previous: previousOf(third) });
    expect(over).toEqual({ text: 'That was all that I have on this.' });
    const back = await said('previous page', { app, pageSize: 10, previous: previousOf(second) });
    expect(ids(back)).toEqual(ids(first));
    const before = await said('previous page', { app, pageSize: 10, previous: previousOf(first) });
    expect(before).toEqual({ text: 'This is the first page.' });
  });

  it.each(['/more', 'more'])('has nothing to go on with after a refusal: %s', async text => {
    const app = await openNotes({ now: NOW });
    for (const question of ['what did we note about quantum gravity', 'OpenCV 人脸识别']) {
      const previous = previousOf(await said(question, { app }));
      expect((await said(text, { app, previous })).text).toMatch(/^There is no answer to go on with/);
    }
  });

  it.each(['save the planet', 'record player', 'nice paper on anchors', 'next generation', 'tags in html'])(
    'takes for a question what only begins like something else: %s',
    async text => {
      expect((await said(text)).answered?.request.mode).toBe('answer');
    },
  );

  it('does not say that it is at the end of the notes where it is only at the end of a list', async () => {
    const app = await openNotes({ now: NOW });
    const few = await said('last 3 entries', { app });
    expect((await said('more', { app, previous: previousOf(few) })).text).toMatch(/^This list ends here, but/);
  });

  it.each([
    ['还有吗', false, '这方面就这些了。'],
    ['more', false, 'That was all that I have on this.'],
    ['还有吗', true, 'That was all that I have on this.'],
    ['上一页', false, '这已经是第一页。'],
  ])('says in the language of the message that there are no more: %s (chosen: %j)', async (text, chosen, told) => {
    const app = await openNotes({ now: NOW });
    const previous = previousOf(await said('what did we note on January 20', { app }));
    expect((await said(text, { app, chosen, previous })).text).toBe(told);
    const spoken = await said(text, { app, language: 'zh', previous });
    expect(spoken.text).toBe(chosen ? '这方面就这些了。' : told);
  });

  it('keeps to the list that an entry was picked from, until something else is listed', async () => {
    const app = await openNotes({ now: NOW });
    const own = { app, pageSize: 3 };
    const list = await said('what did we note on January 20', own);
    const first = await said('the first one', { ...own, previous: previousOf(list) });
    const second = await said('the second one', { ...own, previous: previousOf(first) });
    expect([first, second].map(ids)).toEqual([['2021-01-20#1'], ['2021-01-20#2']]);
    const none = await said('the ninth one', { ...own, previous: previousOf(second) });
    expect(none).toEqual({ text: 'I named no such entry before. Please ask again, with what it is about.' });
    const fourth = await said('[4]', { ...own, previous: previousOf(second) });
    expect(fourth.text).toMatch(/^In full:\n\n\[4\] 2021-01-20 \(4\)/);
    const link = await said('its link', { ...own, previous: previousOf(fourth) });
    expect(link.text).toMatch(/^The link.*\n\n\[4\] /);
    expect(ids(await said('more', { ...own, previous: previousOf(link) }))).toEqual(['2021-01-20#4']);
    const again = await said('/more', { ...own, previous: previousOf(first) });
    expect(ids(again)).toEqual(['2021-01-20#4']);
  });

  it('goes on from what was offered with a refusal', async () => {
    const app = await openNotes({ now: NOW });
    const refused = await said('/day 2021-01-20 mxnet', { app });
    expect(refused.answered?.answer.refused).toBe(true);
    const previous = previousOf(refused);
    expect(ids(await said('the first one', { app, previous }))).toEqual(['2021-01-25#1']);
    expect((await said('its link', { app, previous })).text).toContain('https://zh.d2l.ai/');
  });

  it('knows the entries of later pages by their numbers and by their places', async () => {
    const app = await openNotes({ now: NOW });
    const first = await said('January 2021', { app, pageSize: 10 });
    const second = await said('more', { app, pageSize: 10, previous: previousOf(first) });
    for (const text of ['[12]', 'number 12', 'the second one', '第二条呢', '第12条', '12', '12th']) {
      expect(ids(await said(text, { app, pageSize: 10, previous: previousOf(second) }))).toEqual([ids(second)[1]]);
    }
  });

  it('goes on from an answer, and from what went on from it', async () => {
    const app = await openNotes({ now: NOW });
    const asked = await said('what did we note about cross-validation', { app });
    const code = await said('and the code for it?', { app, previous: previousOf(asked) });
    expect(code.answered?.answer).toMatchObject({ refused: true, sources: [] });
    expect(code.text).toContain('nothing there on “code” for “cross-validation”');
    expect(code.text).toContain('Cross-Validation（交叉验证）详解');
    const link = await said('its link', { app, previous: previousOf(code) });
    expect(link.text).toContain('https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining');
    const other = await said('mxnet呢', { app, previous: previousOf(link) });
    expect(ids(other)).toContain('2021-01-25#1');
    const when = await said('那是什么时候记的', { app, previous: previousOf(other) });
    expect(when.text).toContain('2021-01-25');
    const other2 = await said('/ask and on January 18?', { app, previous: previousOf(other) });
    expect(other2.answered?.request.question).toMatchObject({ topic: 'mxnet', dates: { from: '2021-01-18' } });
  });

  it('shows the way to the next page in words only where there are no buttons', async () => {
    const app = await openNotes({ now: NOW });
    expect((await said('January 2021', { app })).text).not.toContain('/more');
    expect((await said('January 2021', { app, place: 'console' })).text).toMatch(/Page 1 of 4; \/more/);
  });
});
