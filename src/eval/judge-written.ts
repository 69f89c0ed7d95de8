import type { Answer } from '../answer/answer.ts';
import { understand } from '../answer/question.ts';
import type { Request } from '../answer/request.ts';
import { createVerifier, type Why } from '../answer/verify/verify.ts';
import type { Tokens } from '../model/writer.ts';
import { isExact } from './judge.ts';
import type { Said } from './overhear.ts';
import { citesIn, languageOf, lengthOf, proseOf, sentencesOf, standsIn, titlesIn } from './prose.ts';
import { type GradedQuestion, type QuestionKind, RANKED } from './questions.ts';
import { type Evidence, type Unsupported, unsupported } from './support.ts';
import type { Exchange, Trial } from './trial.ts';

/** How a model did with one question. What makes no sense for the question is undefined. */
export type WrittenVerdict = {
  question: string;
  kind: QuestionKind;
  refused: boolean;
  exact: boolean | undefined;
  /** what the rules did with it alone */ offline: { refused: boolean; exact: boolean | undefined };
  /** the answer was to be in the model's words, and it is */
  due: boolean;
  written: boolean;
  /** why it is not, where it was to be, or why it ends early */
  fallback: { why: string; message: string } | undefined;
  /** it was answered in other words than the person's */ reworded: boolean;
  /** entries cited in a written answer on a topic, beside those that are graded */
  citations: { cited: string[]; right: number; wanted: number; found: number } | undefined;
  /** of what the model said: sentences in all, and those left out */ said: { sentences: number; dropped: Dropped[] };
  /** of what the person reads: sentences of the model's, and those that a second look finds unsupported */
  kept: { sentences: number; unsupported: { why: Unsupported; text: string }[] };
  language: { asked: 'en' | 'zh'; spoken: 'en' | 'zh' } | undefined;
  titles: { quoted: number; verbatim: number };
  /** characters that a written answer is long, without its list of sources */ length: number | undefined;
  /** milliseconds until the first words, and in all, of a written answer */
  firstMs: number | undefined;
  ms: number | undefined;
  calls: { answer: number; reword: number };
  tokens: Tokens;
};

type Dropped = { why: Why; text: string };

/** Puts a question to the model and holds what comes back against what should. */
export async function judgeWritten(graded: GradedQuestion, trial: Trial): Promise<WrittenVerdict> {
  const { respond, write, timeZone } = trial;
  const now = graded.now === undefined ? trial.now : new Date(graded.now);
  const request: Request = { mode: 'answer', question: understand(graded.question, { now, timeZone }) };
  const offline = await respond(request);
  const exchange = await write(request, { now });
  const { answer, answers, rewordings, firstMs, ms } = exchange;
  const said = answers.at(-1);
  const written = !answer.refused && said !== undefined && proseOf(answer.text) !== answer.text.trim();
  const prose = written ? proseOf(answer.text) : '';
  const tokens = [...answers, ...rewordings].flatMap(one => one.tokens ?? []);
  return {
    question: graded.question,
    kind: graded.kind,
    refused: answer.refused,
    exact: exactOf(graded, answer),
    offline: { refused: offline.refused, exact: exactOf(graded, offline) },
    due: exchange.report !== undefined && exchange.report.outcome !== 'declined',
    written,
    fallback: fallbackOf(exchange),
    reworded: answer.asked !== undefined,
    citations: written ? citationsOf(graded, answer, prose) : undefined,
    ...(await claimsOf(said, answer, { prose, library: trial.library })),
    length: written ? lengthOf(prose) : undefined,
    firstMs: written ? firstMs : undefined,
    ms: written ? ms : undefined,
    calls: { answer: answers.length, reword: rewordings.length },
    tokens: {
      prompt: tokens.reduce((sum, { prompt }) => sum + prompt, 0),
      completion: tokens.reduce((sum, { completion }) => sum + completion, 0),
    },
  };
}

function exactOf(graded: GradedQuestion, answer: Answer): boolean | undefined {
  return RANKED.some(kind => kind === graded.kind) ? undefined : isExact(graded, answer);
}

/** What went wrong on the way, with the model's own reason where it failed. */
function fallbackOf({ report, answers, rewordings }: Exchange): WrittenVerdict['fallback'] {
  const trouble = [...answers, ...rewordings].findLast(one => one.trouble !== undefined)?.trouble;
  const outcome = report?.outcome;
  if (outcome === undefined) return trouble && { why: `rewording: ${trouble.why}`, message: trouble.message };
  if (outcome === 'written' || outcome === 'kept' || outcome === 'declined') return undefined;
  const why = outcome === 'failed' && trouble !== undefined ? trouble.why : outcome;
  return { why, message: trouble?.message ?? '' };
}

function citationsOf(
  { kind, relevant }: GradedQuestion,
  { sources }: Answer,
  prose: string,
): WrittenVerdict['citations'] {
  if (!RANKED.some(ranked => ranked === kind)) return undefined;
  const ids = new Map(sources.map(({ n, id }) => [n, id]));
  const cited = citesIn(prose).flatMap(n => ids.get(n) ?? []);
  const wanted = Object.keys(relevant).filter(id => relevant[id] === 2);
  return {
    cited,
    right: cited.filter(id => id in relevant).length,
    wanted: wanted.length,
    found: wanted.filter(id => cited.includes(id)).length,
  };
}

/** What the model claimed, before it was verified and as the person reads it. */
async function claimsOf(
  said: Said | undefined,
  answer: Answer,
  { prose, library }: { prose: string; library: Trial['library'] },
): Promise<Pick<WrittenVerdict, 'said' | 'kept' | 'language' | 'titles'>> {
  if (said === undefined) {
    const none = { quoted: 0, verbatim: 0 };
    return {
      said: { sentences: 0, dropped: [] },
      kept: { sentences: 0, unsupported: [] },
      language: undefined,
      titles: none,
    };
  }
  const { sources, language } = said.task;
  const raw = said.text.replace(/\bNOT_IN_NOTES\b/g, '');
  const verifier = createVerifier(sources, { language });
  const stood = verifier.take(raw).length + verifier.end().length;
  const entries = new Map((await library.byIds(answer.sources.map(({ id }) => id))).map(entry => [entry.id, entry]));
  const evidence = new Map<number, Evidence>(
    answer.sources.flatMap(({ n, id }) => {
      const entry = entries.get(id);
      return entry === undefined ? [] : [[n, entry]];
    }),
  );
  // What the program says of its own around the model's words is no claim of the model's.
  const own = sentencesOf(prose).filter(({ text }) => standsIn(text, raw));
  const spoken = languageOf(
    own.map(({ text }) => text).join('\n'),
    sources.map(({ title }) => title),
  );
  const texts = new Map(sources.map(({ n, title, text }) => [n, `${title}\n${text}`]));
  const quoted = sentencesOf(raw).flatMap(({ text, cites }) =>
    titlesIn(text).map(title => cites.some(n => standsIn(title, texts.get(n) ?? ''))),
  );
  return {
    said: { sentences: stood + verifier.dropped.length, dropped: [...verifier.dropped] },
    kept: {
      sentences: own.length,
      unsupported: own.flatMap(sentence => {
        const why = unsupported(sentence, evidence);
        return why === undefined ? [] : [{ why, text: sentence.text }];
      }),
    },
    language: spoken && { asked: language, spoken },
    titles: { quoted: quoted.length, verbatim: quoted.filter(Boolean).length },
  };
}
