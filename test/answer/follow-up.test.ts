import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FollowUp, followUp } from '../../src/answer/follow-up.ts';
import { type Previous, Request } from '../../src/answer/request.ts';
import type { App } from '../../src/app.ts';
import { reply } from '../../src/chat/handlers.ts';
import { questionsOf, SETS } from '../../src/eval/sets.ts';
import { openNotes } from '../notes.ts';
import { ALONE, CHINESE, ENGLISH, TAKEN } from './follow-ups.ts';
import * as said from './said.ts';
import * as inChinese from './said-in-chinese.ts';
import * as inEnglish from './said-in-english.ts';
import { reading } from './spoken.ts';

const SIZE = 5;

/** In one line: `turn 1`, `links 2021-01-20#1`, `aspect <mxnet> code`, `answer count <mxnet> 2021-01-20`, or `alone`. */
function told(asked: FollowUp | undefined): string {
  if (asked === undefined) return 'alone';
  if (asked.request === undefined) return `turn ${asked.turn}`;
  const { request } = asked;
  if (request.mode === 'aspect') return `aspect <${request.question.topic}> ${request.aspect}`;
  if (!('ids' in request)) return `${request.mode} ${reading(request.question)}`;
  return [request.mode, ...request.ids, ...(request.number === undefined ? [] : [`no. ${request.number}`])].join(' ');
}

/** What a message goes on from when these were said before it. */
async function after(app: App, messages: readonly string[]): Promise<Previous> {
  const self = { setLanguage: async () => {}, forget: async () => ({ exchanges: 0, feedback: 0 }) };
  const { understand, respond, write, models } = app;
  const parts = { understand, respond, write, self, models, pageSize: SIZE };
  let previous: Previous | undefined;
  for (const text of messages) {
    const message = { text, language: 'en' as const, place: 'private' as const, previous };
    for await (const { answered } of reply(message, parts)) {
      if (answered === undefined) continue;
      const { request, page, answer } = answered;
      previous = { request, page, sources: answer.sources.map(({ id }) => id) };
    }
  }
  if (previous === undefined) throw new Error(`nothing was answered: ${messages.join(' → ')}`);
  return previous;
}

function go(app: App, text: string, previous: Previous): string {
  return told(followUp(text, previous, { understand: app.understand, language: 'en', pageSize: SIZE }));
}

test('messages that go on from an answer are understood', async () => {
  const app = await openNotes();
  const wrong: string[] = [];
  for (const [before, says, asks] of [...ENGLISH, ...CHINESE]) {
    const messages = [before].flat();
    const gone = go(app, says, await after(app, messages));
    // Left alone, it may still mean the same.
    const understood = gone === 'alone' ? `answer ${reading(app.understand(says))}` : gone;
    if (understood !== asks) wrong.push(`${[...messages, says].join(' → ')}: ${understood}, not ${asks}`);
  }
  expect(wrong).toEqual([]);
});

test('messages that stand by themselves are left alone, whatever was said before, but for a known few', async () => {
  const app = await openNotes();
  const own = [said, inEnglish, inChinese].flatMap(lists => Object.values(lists).flat()).map(one => [one].flat()[0]);
  const graded = (await Promise.all(SETS.map(questionsOf))).flat().map(({ question }) => question);
  const all = [...new Set([...ALONE, ...own.flatMap(text => (typeof text === 'string' ? text : [])), ...graded])];
  expect(all.length).toBeGreaterThan(900);
  const before = [
    ['what did we note about cross-validation'],
    ['2021.1.18 记了什么'],
    ['how many entries mention 谷歌'],
    ['what did we note about mxnet on 2021-01-25'],
    ['how do I bake sourdough'],
    ['2021.1.18 记了什么', '第一条'],
    ['/tags'],
  ];
  const wrong: string[] = [];
  for (const asked of before) {
    const previous = await after(app, asked);
    for (const text of all) {
      const understood = go(app, text, previous);
      if (understood !== 'alone') wrong.push(`${[...asked, text].join(' → ')}: ${understood}`);
    }
  }
  expect(wrong).toEqual(TAKEN);
});

test('tags are no entries: of what follows only other pages of them go on from them', async () => {
  const app = await openNotes();
  const previous = await after(app, ['/tags']);
  for (const text of ['how many', 'why?', 'the second one', '2', 'its link', '链接呢', '第一条']) {
    expect(go(app, text, previous)).toBe('alone');
  }
});

test('whatever is said, it goes on from what was said before or it does not', async () => {
  const app = await openNotes();
  const previous = await after(app, ['2021.1.18 记了什么']);
  const words =
    'and the what about it its link code of for second 3 [2] more 那 它 的 第二条 第三天 呢 详细 说说 链接 有 代码 吗 1月24日 mxnet ? ，';
  const said = fc.array(fc.constantFrom(...words.split(' '), ' '), { maxLength: 14 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(said, fc.string({ unit: 'grapheme' })), text => {
      const request = followUp(text, previous, { understand: app.understand, language: 'en', pageSize: SIZE })?.request;
      if (request !== undefined) expect(Request.parse(JSON.parse(JSON.stringify(request)))).toEqual(request);
    }),
  );
});
