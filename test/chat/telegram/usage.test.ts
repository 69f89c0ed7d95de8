import { describe, expect, it } from 'vitest';
import type { Person } from '../../bot-api/emulator.ts';
import { freePort } from '../../commands/bot.ts';
import { type ModelServer, sourcesIn, startModelServer } from '../../openai/server.ts';
import { last, type Serving, startServing } from './serving.ts';

const TOPICS = ['交叉验证', '目标检测', '语义分割', '图像压缩'] as const;
const NOTES = `## 2021.1.20\n${TOPICS.map((topic, index) => `(${index + 1}) ${topic}入门 https://example.com/${index}`).join('\n')}\n`;
const WRITTEN = /^(\S+)入门\[1\]。\n\n来源\n\[1\] 2021-01-20 \(\d\) \1入门$/;
const USED_UP = /^笔记里有 1 条相关：\n\n\[1\] .*入门\n\n你今天的 \d 次总结已用完/;
const ALL_USED_UP = /^笔记里有 1 条相关：\n\n\[1\] .*入门\n\n今天所有人的总结额度已用完/;
const ADMIN = 42;

type Writing = Serving & { model: ModelServer; speaker(id: number, languageCode?: string): Person };

/** A bot whose model names the first entry that it is given, at a cost of a thousand tokens. */
async function startWriting(settings: Record<string, string> = {}): Promise<Writing> {
  const model = await startModelServer();
  model.answers(request => ({
    text: `${sourcesIn(request)[0]?.title} [1]。`,
    usage: { prompt_tokens: 900, completion_tokens: 100 },
  }));
  const own = { ...model.settings(), ADMINS: `${ADMIN}`, ...settings };
  const serving = await startServing({ files: { 'notes.md': NOTES }, settings: own });
  const speaker = (id: number, languageCode = 'zh') => serving.emulator.person({ id, languageCode });
  return { ...serving, model, speaker };
}

describe('the limit of a person', () => {
  it('is so many questions a day; past it the entries come with a line that says so, after a restart too', async () => {
    const { ask, speaker, model, stop, start } = await startWriting({ QUESTIONS_PER_DAY: '2' });
    const [ann, ben] = [speaker(1001), speaker(1002)];
    for (const topic of TOPICS.slice(0, 2)) expect((await ask(ann, topic)).text).toMatch(WRITTEN);
    expect((await ask(ann, TOPICS[2])).text).toMatch(USED_UP);
    await stop();
    await start();
    expect((await ask(ann, TOPICS[2])).text).toMatch(USED_UP);
    expect(model.requests).toHaveLength(2);
    expect((await ask(ben, TOPICS[2])).text).toMatch(WRITTEN);
  });

  it('is not touched by what was written before, by lists, or by what the model failed', async () => {
    const { ask, speaker, model } = await startWriting({ QUESTIONS_PER_DAY: '1' });
    const [ann, ben] = [speaker(1001), speaker(1002)];
    await ask(ben, TOPICS[0]);
    expect((await ask(ann, TOPICS[0])).text).toMatch(WRITTEN);
    for (const text of [`/search ${TOPICS[1]}`, '/tags', '有哪些标签']) await ask(ann, text);
    model.answers({ status: 400 });
    expect((await ask(ann, TOPICS[1])).text).toContain('暂时无法生成总结');
    model.answers(`${TOPICS[2]}入门 [1]。`);
    expect((await ask(ann, TOPICS[2])).text).toMatch(WRITTEN);
    expect((await ask(ann, TOPICS[3])).text).toMatch(USED_UP);
  });

  it('is not begun anew by having oneself forgotten', async () => {
    const { emulator, ask, speaker, rows } = await startWriting({ QUESTIONS_PER_DAY: '1' });
    const ann = speaker(424_242_001);
    await ask(ann, TOPICS[0]);
    const { messageId } = await ask(ann, '/forget');
    await emulator.press(ann, { chatId: ann.id, messageId }, '删除');
    await emulator.waitFor(() => emulator.messages(ann.id).some(({ text }) => text.startsWith('已删除')));
    expect(rows().usage).toMatchObject([{ person_id: ann.id, asked: 1, forgotten: 1 }]);
    expect((await ask(ann, TOPICS[1])).text).toMatch(USED_UP);
  });
});

describe('the limit of all together', () => {
  it('is so many tokens a day; past it nobody is written for, however many ask at once', async () => {
    const { emulator, heard, ask, speaker, model } = await startWriting({ LLM_TOKENS_PER_DAY: '3000' });
    const people = TOPICS.map((topic, index) => ({ person: speaker(2000 + index), topic }));
    for (const { person, topic } of people) emulator.say(person, topic);
    const texts = await Promise.all(people.map(async ({ person }) => last(await heard(person.chat)).text));
    const written = texts.filter(text => WRITTEN.test(text)).length;
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(people.length);
    expect(texts.filter(text => ALL_USED_UP.test(text))).toHaveLength(people.length - written);
    expect(model.requests).toHaveLength(written);
    const told = (await ask(speaker(ADMIN, 'en'), '/usage')).text;
    expect(told).toContain(`${written},000 tokens`);
    expect(told).toContain(`${Math.round((100 * written) / 3)}% of the 3,000 of a day`);
  });
});

it('the same question costs nothing a second time, whoever asks it and however often the bot was started', async () => {
  const { ask, speaker, model, stop, start } = await startWriting();
  const first = (await ask(speaker(1001), TOPICS[0])).text;
  expect(first).toMatch(WRITTEN);
  await stop();
  await start();
  model.answers({ status: 500 });
  expect((await ask(speaker(1002), TOPICS[0])).text).toBe(first);
  expect(model.requests).toHaveLength(1);
});

describe('/usage', () => {
  it('tells an admin in private what was written, for whom and at what cost', async () => {
    const { ask, speaker, model } = await startWriting({ QUESTIONS_PER_DAY: '20', LLM_TOKENS_PER_DAY: '10000' });
    const ann = speaker(1001);
    for (const topic of [TOPICS[0], TOPICS[1], TOPICS[0]]) await ask(ann, topic);
    const { text } = await ask(speaker(ADMIN, 'en'), '/usage');
    expect(text.split('\n')).toEqual([
      `A model at ${new URL(model.url).host} words the answers.`,
      '',
      'Today',
      '• 2 answers written for 2 questions of 1 person',
      '• 1 answer given again at no cost',
      '• 2,000 tokens (1,800 read, 200 written), 20% of the 10,000 of a day',
      'Most of it:',
      '• 1001: 2 of 20 questions, 2,000 tokens',
      '',
      'The last 7 days',
      '• 2 answers written for 2 questions of 1 person',
      '• 1 answer given again at no cost',
      '• 2,000 tokens (1,800 read, 200 written)',
      'Most of it:',
      '• 1001: 2 questions, 2,000 tokens',
      '',
      '2 texts of the model are kept to be used again.',
    ]);
  });

  it('is nothing for others, nor for a group', async () => {
    const { emulator, ask, heard, speaker } = await startWriting();
    expect((await ask(speaker(1001, 'en'), '/usage')).text).toContain('do not know /usage');
    const group = emulator.group();
    emulator.say(speaker(ADMIN, 'en'), '/usage@noted_bot', { in: group });
    expect(last(await heard(group)).text).toContain('do not know /usage');
  });

  it('stands in the menus of admins', async () => {
    const { emulator } = await startWriting();
    const menus = () =>
      emulator.calls.filter(({ method }) => method === 'setMyCommands').map(({ payload }) => JSON.stringify(payload));
    await emulator.waitFor(() => menus().length === 6);
    const withUsage = menus().filter(menu => menu.includes('"usage"'));
    expect(withUsage).toHaveLength(2);
    for (const menu of withUsage) expect(menu).toContain(`"chat_id":${ADMIN}`);
  });
});

it('/metrics counts requests to the model, their tokens and what became of the answers', async () => {
  const port = await freePort();
  const { ask, speaker, model } = await startWriting({ HTTP_PORT: `${port}`, QUESTIONS_PER_DAY: '1' });
  for (const topic of [TOPICS[0], TOPICS[0], TOPICS[1]]) await ask(speaker(1001), topic);
  expect(model.requests).toHaveLength(1);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  for (const line of [
    'noted_model_requests_total{kind="answer",outcome="ok"} 1',
    'noted_model_seconds_count{kind="answer"} 1',
    'noted_model_first_token_seconds_count 1',
    'noted_model_tokens_total{kind="prompt"} 900',
    'noted_model_tokens_total{kind="completion"} 100',
    'noted_written_answers_total{outcome="written"} 1',
    'noted_written_answers_total{outcome="kept"} 1',
    'noted_written_answers_total{outcome="person"} 1',
  ])
    expect(text.split('\n')).toContain(line);
});

it('/privacy names the server of the model, without its key', async () => {
  const { ask, speaker, model } = await startWriting();
  const { text } = await ask(speaker(1001, 'en'), '/privacy');
  expect(text).toContain(`A model at ${new URL(model.url).host} words the answers`);
  expect(text).not.toContain(model.settings().OPENAI_API_KEY);
});
