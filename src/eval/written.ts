import type { Answer } from '../answer/answer.ts';
import type { Asking } from '../answer/asking.ts';
import { understand } from '../answer/question.ts';
import type { Page, Request } from '../answer/request.ts';
import { createVerifier, type Why } from '../answer/verify/verify.ts';
import type { Library } from '../library/library.ts';
import type { Tokens } from '../model/writer.ts';
import { isExact } from './judge.ts';
import type { Heard, Said, Trouble } from './overhear.ts';
import { citesIn, languageOf, lengthOf, proseOf, sentencesOf, standsIn, titlesIn } from './prose.ts';
import { type GradedQuestion, type QuestionKind, RANKED } from './questions.ts';
import { type Evidence, type Unsupported, unsupported } from './support.ts';

/** What questions are put to. */
export type Writing = {
  library: Pick<Library, 'byIds'>;
  /** answers out of the notes alone */ respond(request: Request, page?: Page): Promise<Answer>;
  /** the same in a model's words */ write(request: Request, asking: Asking): Promise<Answer>;
  /** what was heard at the model since this was last asked */ heard(): Heard;
  timeZone: string;
  /** the time of asking where the question has none */ now: Date;
  /** milliseconds, for measuring */ clock: () => number;
  signal: AbortSignal;
};

/** Why an answer that a model was to word is not in its words, or ends early. */
export type Fallback = Trouble['why'] | 'not asked' | 'nothing stood';

/** How a model did with one question. What makes no sense for the question is undefined. */
export type WrittenVerdict = {
  question: string;
  kind: QuestionKind;
  refused: boolean;
  exact: boolean | undefined;
  /** what the rules did with it alone */ offline: { refused: boolean; exact: boolean | undefined };
  /** the answer is in the model's words */ written: boolean;
  fallback: { why: Fallback; message: string; retryInMs: number | undefined } | undefined;
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
export async function judgeWritten(graded: GradedQuestion, writing: Writing): Promise<WrittenVerdict> {
  const { respond, write, heard, timeZone, clock, signal } = writing;
  const now = graded.now === undefined ? writing.now : new Date(graded.now);
  const request: Request = { mode: 'answer', question: understand(graded.question, { now, timeZone }) };
  const offline = await respond(request);
  heard();
  const started = clock();
  let firstMs: number | undefined;
  const onDraft: Asking['onDraft'] = ({ text, tail }) => {
    if (`${text}${tail}`.trim() !== '') firstMs ??= clock() - started;
  };
  const answer = await write(request, { onDraft, signal });
  const ms = clock() - started;
  const { answers, rewordings } = heard();
  const said = answers.at(-1);
  const written = !answer.refused && said !== undefined && proseOf(answer.text) !== answer.text.trim();
  const prose = written ? proseOf(answer.text) : '';
  const heardTokens = [...answers, ...rewordings].flatMap(({ tokens }) => tokens ?? []);
  return {
    question: graded.question,
    kind: graded.kind,
    refused: answer.refused,
    exact: exactOf(graded, answer),
    offline: { refused: offline.refused, exact: exactOf(graded, offline) },
    written,
    fallback: fallbackOf({ answer, offline, said, written }),
    reworded: answer.asked !== undefined,
    citations: written ? citationsOf(graded, answer, prose) : undefined,
    ...(await claimsOf(said, answer, prose, writing)),
    length: written ? lengthOf(prose) : undefined,
    firstMs: written ? firstMs : undefined,
    ms: written ? ms : undefined,
    calls: { answer: answers.length, reword: rewordings.length },
    tokens: {
      prompt: heardTokens.reduce((sum, { prompt }) => sum + prompt, 0),
      completion: heardTokens.reduce((sum, { completion }) => sum + completion, 0),
    },
  };
}

function exactOf(graded: GradedQuestion, answer: Answer): boolean | undefined {
  return RANKED.some(kind => kind === graded.kind) ? undefined : isExact(graded, answer);
}

function fallbackOf({
  answer,
  offline,
  said,
  written,
}: {
  answer: Answer;
  offline: Answer;
  said: Said | undefined;
  written: boolean;
}): WrittenVerdict['fallback'] {
  if (said?.trouble !== undefined) return said.trouble;
  // What names no entries is not for a model to word.
  if (written || answer.refused || answer.sources.length === 0) return undefined;
  if (said !== undefined)
    return { why: 'nothing stood', message: 'nothing of it is in the notes', retryInMs: undefined };
  return offline.refused ? undefined : { why: 'not asked', message: 'the model was left alone', retryInMs: undefined };
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
  prose: string,
  { library }: Writing,
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
