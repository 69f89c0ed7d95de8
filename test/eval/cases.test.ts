import { describe, expect, it } from 'vitest';
import { type Question, understand } from '../../src/answer/question.ts';
import type { Request } from '../../src/answer/request.ts';
import { caseOf } from '../../src/eval/cases.ts';
import { GradedQuestion } from '../../src/eval/questions.ts';

const askedAt = Date.parse('2021-01-25T04:00:00Z');
const now = new Date(askedAt).toISOString();

const understood = (text: string) => understand(text, { now: new Date(askedAt), timeZone: 'Asia/Shanghai' });

/** The case that a praised answer makes: by itself to these words, unless it says otherwise. */
function made(question: string, rest: Partial<Parameters<typeof caseOf>[0]> = {}): GradedQuestion | undefined {
  const request: Request = { mode: 'answer', question: understood(question) };
  const praised = { question, request, page: 1, refused: false, sources: ['a#1', 'b#2'], askedAt, ...rest };
  const one = caseOf(praised, understood(question));
  return one && GradedQuestion.parse(one);
}

const asking = (change: Partial<Question>, text: string): Request => ({
  mode: 'answer',
  question: { ...understood(text), ...change },
});

describe('a praised answer', () => {
  it('is a question that must find the same again, or refuse the same', () => {
    expect(made('anchor')).toEqual({ question: 'anchor', now, kind: 'keyword', relevant: { 'a#1': 2, 'b#2': 1 } });
    const searched: Request = { mode: 'search', question: understood('anchor') };
    expect(made('anchor', { request: searched })?.kind).toBe('keyword');
    const refused = { refused: true, sources: [] };
    expect(made('how do I bake sourdough', refused)).toMatchObject({ kind: 'refusal', relevant: {} });
    expect(made('when did we first mention mxnet', { sources: ['a#1'] })).toMatchObject({
      kind: 'first',
      relevant: { 'a#1': 2 },
    });
  });

  it.each([
    ['what goes on from another answer', 'and yesterday?', { request: asking({ topic: 'mxnet' }, 'and yesterday?') }],
    ['an entry that was picked', 'why', { request: picked('why') }],
    ['the tags', 'what tags are there', { request: { mode: 'tags', question: understood('') } }],
    ['a later page', 'anchor', { page: 2 }],
    ['a day without entries', 'what did we note on 2021-01-19', { refused: true, sources: [] }],
    ['a number', 'how many entries mention anchor', {}],
    ['what another version wrote', 'anchor', { request: undefined }],
  ] as const)('is none where it was on %s', (_, question, rest) => {
    expect(made(question, rest)).toBeUndefined();
  });
});

function picked(text: string): Request {
  const question = understood('anchor');
  const from = { request: { mode: 'answer' as const, question }, page: 1, sources: ['a#1'] };
  return { mode: 'entries', question: { ...question, text }, ids: ['a#1'], from };
}
