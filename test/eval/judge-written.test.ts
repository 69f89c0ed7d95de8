import { expect, test } from 'vitest';
import { judgeFollowUp } from '../../src/eval/follow-ups.ts';
import { judgeWritten, type WrittenVerdict } from '../../src/eval/judge-written.ts';
import type { GradedQuestion } from '../../src/eval/questions.ts';
import { randomFrom } from '../../src/eval/random.ts';
import { followUpsOf } from '../../src/eval/sets.ts';
import { ModelDownError } from '../../src/eval/trial.ts';
import { writtenReportOf } from '../../src/eval/written-report.ts';
import { writtenTableOf } from '../../src/eval/written-table.ts';
import { createAdversary } from '../answer/verify/adversary.ts';
import type { Reply } from '../openai/chat.ts';
import { type Answering, foreign, honest, model, openTrial } from './models.ts';

const ANCHOR: GradedQuestion = {
  question: '目标检测 anchor 怎么设置',
  kind: 'keyword',
  relevant: { '2021-01-24#5': 2 },
};
const MXNET: GradedQuestion = {
  question: 'what did we note about mxnet',
  kind: 'several',
  relevant: { '2021-01-25#1': 2, '2021-01-25#2': 2 },
};
const COUNT: GradedQuestion = { question: 'how many entries mention mxnet', kind: 'count', relevant: {}, count: 2 };
const UNKNOWN: GradedQuestion = { question: 'how do I bake sourdough', kind: 'refusal', relevant: {} };
const ALL = [ANCHOR, MXNET, COUNT, UNKNOWN];

async function judged(reply: Reply, questions: readonly GradedQuestion[] = ALL): Promise<WrittenVerdict[]> {
  const { trial } = await openTrial(reply);
  const verdicts: WrittenVerdict[] = [];
  for (const question of questions) verdicts.push(await judgeWritten(question, trial));
  return verdicts;
}

const report = async (reply: Reply, questions?: readonly GradedQuestion[]) =>
  writtenReportOf('seed', await judged(reply, questions), []);

test('a model that only quotes titles is found to cite, quote and speak as it should', async () => {
  const { citations, claims, language, titles, written, answered, exact, fallbacks, ...rest } = await report(
    model(honest),
  );
  expect({ written, answered, exact }).toEqual({
    written: 1,
    answered: { model: 1, rules: 1 },
    exact: { model: 1, rules: 1 },
  });
  expect(citations.recall).toBe(1);
  expect(claims).toMatchObject({ dropped: 0, unsupported: 0, why: {}, whyUnsupported: {} });
  expect(claims.sentences).toBeGreaterThanOrEqual(5);
  expect(language).toBe(1);
  expect(titles).toEqual({ quoted: claims.sentences, verbatim: 1 });
  expect(fallbacks).toEqual({});
  expect(rest.calls).toEqual({ answer: 3, reword: 1 });
  expect(rest.tokens?.prompt).toBeGreaterThan(100);
  expect(rest.length?.p50).toBeGreaterThan(20);
  expect(rest.firstWords?.p50).toBeLessThanOrEqual(rest.total?.p50 ?? 0);
});

test('citing what is not relevant costs precision, and not citing what is costs recall', async () => {
  const last: Answering = ({ sources, ...asked }) => honest({ ...asked, sources: sources.slice(-1) });
  const { citations } = await report(model(last), [MXNET]);
  expect(citations.precision).toBeLessThanOrEqual(1);
  expect(citations.recall).toBeLessThan(1);
  const both = await report(model(honest), [{ ...MXNET, relevant: { '2021-01-25#1': 2 } }]);
  expect(both.citations.precision).toBe(0.5);
  expect(both.citations.recall).toBe(1);
});

test('what a model makes up is counted by what is wrong with it, and is not in the answer', async () => {
  const liar: Answering = asked =>
    `${honest(asked)}\n\nEverybody knows it. It was 777 times faster [1]. See https://evil.example/ [1]. So they say [99].`;
  const [verdict] = await judged(model(liar), [MXNET]);
  expect(verdict?.said.dropped.map(({ why }) => why).sort()).toEqual([
    'address',
    'number',
    'uncited',
    'unknown citation',
  ]);
  expect(verdict?.kept).toMatchObject({ sentences: 2, unsupported: [] });
  expect(verdict?.written).toBe(true);
});

test('a model that invents much is told from one that does not', async () => {
  const random = randomFrom(5);
  const inventing: Answering = ({ language, sources }) => {
    const given = sources.map(({ number = 0, ...source }) => ({ ...source, ordinal: number }));
    return createAdversary(given, { random, language })().answer;
  };
  const several = Array.from({ length: 10 }, () => [ANCHOR, MXNET]).flat();
  const [invented, told] = [await report(model(inventing), several), await report(model(honest), several)];
  expect(told.claims.dropped).toBe(0);
  expect(invented.claims.dropped).toBeGreaterThan(0.3);
  expect(Object.keys(invented.claims.why).length).toBeGreaterThan(3);
});

test('a model of which nothing stands is told from one that writes', async () => {
  const { written, fallbacks, claims } = await report(
    model(() => 'Trust me.'),
    [ANCHOR, MXNET],
  );
  expect(written).toBe(0);
  expect(fallbacks).toEqual({ unproven: 2 });
  expect(claims).toMatchObject({ dropped: 1, why: { uncited: 2 } });
});

test('an answer in the other language is told from one in the asker’s', async () => {
  expect((await report(model(foreign), [ANCHOR, MXNET])).language).toBe(0);
  expect((await report(model(honest), [ANCHOR, MXNET])).language).toBe(1);
});

test('a title that is not quoted word for word is seen, whether or not it is let through', async () => {
  const careless: Answering = ({ sources }) => `“A book on ${sources[0]?.title} for beginners” is in the notes [1].`;
  const { titles } = await report(model(careless), [MXNET]);
  expect(titles).toEqual({ quoted: 1, verbatim: 0 });
});

test('a model that says the notes have nothing refuses what rules answered', async () => {
  const { answered, refusal } = await report(
    model(() => 'NOT_IN_NOTES'),
    [ANCHOR, UNKNOWN],
  );
  expect(answered).toEqual({ model: 0, rules: 1 });
  expect(refusal).toMatchObject({ model: { precision: 0.5, recall: 1 }, rules: { precision: 1, recall: 1 } });
});

test('a model that fails is named by why it failed, and after some questions nothing more is asked of it', async () => {
  const { trial, server } = await openTrial(() => ({ status: 401 }));
  const first = await judgeWritten(MXNET, trial);
  expect(first).toMatchObject({ written: false, refused: false, fallback: { why: 'unauthorized' } });
  const rest = async () => {
    for (const graded of Array.from({ length: 10 }, () => ANCHOR)) await judgeWritten(graded, trial);
  };
  await expect(rest()).rejects.toThrow(ModelDownError);
  expect(server.requests).toHaveLength(5);
});

test('a server that takes no more questions for now is waited for', async () => {
  const waits: number[] = [];
  let refusals = 2;
  const answers = model(honest);
  const reply: Reply = (request, index) => {
    if (refusals === 0) return typeof answers === 'function' ? answers(request, index) : answers;
    refusals -= 1;
    return { status: 429, headers: { 'retry-after': '60' } };
  };
  const { trial } = await openTrial(reply, {
    wait: async milliseconds => {
      waits.push(milliseconds);
    },
  });
  const verdict = await judgeWritten(MXNET, trial);
  expect(verdict).toMatchObject({ written: true, fallback: undefined });
  expect(waits).toHaveLength(2);
  for (const waited of waits) expect(waited).toBeGreaterThan(50_000);
});

test('nothing is kept between questions: the same one is asked again', async () => {
  const { trial, server } = await openTrial(model(honest));
  await judgeWritten(MXNET, trial);
  await judgeWritten(MXNET, trial);
  expect(server.requests).toHaveLength(2);
});

test('follow-ups that no rule knows are found once they are put in other words, and others are left alone', async () => {
  const graded = await followUpsOf('seed');
  const meant = new Map(graded.flatMap(({ question, means }) => (means === undefined ? [] : [[question, means]])));
  const knowing = model(honest, question => meant.get(question) ?? { en: question, zh: question });
  const { trial } = await openTrial(knowing);
  const verdicts = [];
  for (const one of graded) verdicts.push(await judgeFollowUp(one, trial));
  const { followUps } = writtenReportOf('seed', [], verdicts);
  const of = (kind: string) => followUps.find(one => one.kind === kind);
  expect(of('vague')).toMatchObject({ n: 14, recall5: { rules: 0 } });
  expect(of('vague')?.recall5.model).toBeGreaterThanOrEqual(0.85);
  expect(of('ruled')).toMatchObject({ recall5: { model: 1, rules: 1 }, same: 1 });
  expect(of('alone')).toMatchObject({ recall5: { model: 1, rules: 1 }, same: 1 });
  expect(of('refusal')).toMatchObject({ refused: { model: 1, rules: 1 } });
});

test('the table names what went wrong only when it is asked for', async () => {
  const measured = await report(
    model(() => 'Trust me.'),
    [ANCHOR, UNKNOWN],
  );
  const short = writtenTableOf(measured, false);
  expect(short).toMatch(/sentences left out +1 +1\.00 +uncited 1/);
  expect(short).toMatch(/refusals: precision +1\.00 +1\.00 +0\.00/);
  expect(short).not.toContain(ANCHOR.question);
  expect(writtenTableOf(measured, true)).toContain(`keyword: ${ANCHOR.question}`);
});
