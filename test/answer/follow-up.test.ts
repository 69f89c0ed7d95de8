import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FollowUp, followUp } from '../../src/answer/follow-up.ts';
import { type Previous, Request } from '../../src/answer/request.ts';
import type { App } from '../../src/app.ts';
import { questionsOf, SETS } from '../../src/eval/sets.ts';
import { openNotes } from '../notes.ts';
import { ALONE, CHINESE, ENGLISH } from './follow-ups.ts';
import { reading } from './spoken.ts';

/** What of the follow-ups must be understood, and of what stands by itself left alone. */
const FLOOR = 0.9;
const LEFT_ALONE = 0.99;
const SIZE = 5;

/** In one line: `turn 1`, `links 2021-01-20#1`, `aspect <mxnet> code`, `answer count <mxnet> 2021-01-20`, or `alone`. */
function told(asked: FollowUp | undefined): string {
  if (asked === undefined) return 'alone';
  if (asked.request === undefined) return `turn ${asked.turn}`;
  const { request } = asked;
  if (request.mode === 'aspect') return `aspect <${request.question.topic}> ${request.aspect}`;
  if ('ids' in request) return [request.mode, ...request.ids].join(' ');
  return `${request.mode} ${reading(request.question)}`;
}

async function exchange(app: App, text: string): Promise<Previous> {
  const request = { mode: 'answer' as const, question: app.understand(text) };
  const { sources } = await app.respond(request, { number: 1, size: SIZE });
  return { request, page: 1, sources: sources.map(({ id }) => id) };
}

function go(app: App, text: string, previous: Previous): string {
  return told(followUp(text, previous, { understand: app.understand, language: 'en', pageSize: SIZE }));
}

test.each([
  ['English', ENGLISH],
  ['Chinese', CHINESE],
])('messages that go on from an answer are understood: %s', async (_, cases) => {
  const app = await openNotes();
  const wrong: string[] = [];
  for (const [before, says, asks] of cases) {
    const gone = go(app, says, await exchange(app, before));
    // Left alone, it may still mean the same.
    const understood = gone === 'alone' ? `answer ${reading(app.understand(says))}` : gone;
    if (understood !== asks) wrong.push(`${before} → ${says}: ${understood}, not ${asks}`);
  }
  expect(1 - wrong.length / cases.length, wrong.join('\n')).toBeGreaterThanOrEqual(FLOOR);
});

test('messages that stand by themselves are left alone, whatever was said before', async () => {
  const app = await openNotes();
  const folder = import.meta.dirname;
  const own = ['question', 'frames-en', 'frames-zh'].flatMap(name => {
    const text = readFileSync(join(folder, `${name}.test.ts`), 'utf8');
    return [...text.matchAll(/^ {4}\['((?:[^'\\]|\\.)+)',/gm)].map(([, question = '']) => question);
  });
  const graded = (await Promise.all(SETS.map(questionsOf))).flat().map(({ question }) => question);
  const all = [...ALONE, ...own, ...graded];
  expect(all.length).toBeGreaterThan(800);
  const before = ['what did we note about cross-validation', '2021.1.18 记了什么', 'how many entries mention 谷歌'];
  const wrong: string[] = [];
  for (const asked of before) {
    const previous = await exchange(app, asked);
    for (const text of all) {
      const understood = go(app, text, previous);
      if (understood !== 'alone') wrong.push(`${asked} → ${text}: ${understood}`);
    }
  }
  expect(1 - wrong.length / (before.length * all.length), wrong.join('\n')).toBeGreaterThanOrEqual(LEFT_ALONE);
});

test('whatever is said, it goes on from what was said before or it does not', async () => {
  const app = await openNotes();
  const previous = await exchange(app, '2021.1.18 记了什么');
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
