import { type Fault, faultOf } from './check.ts';
import { citable, citedIn, markCitations, showCitations } from './citations.ts';
import { plain, seen } from './clean.ts';
import { type Evidence, evidenceOf, type Proof } from './evidence.ts';
import { forgery, isListed } from './forged.ts';
import { begin, beginning, leadTo, put, readLine } from './layout.ts';
import { unescaped, unmark } from './markup.ts';
import { createSplitter, type Sentence } from './sentences.ts';
import { type Vocabulary, vocabularyOf } from './support.ts';
import { plainWords } from './tail.ts';
import { titleEnds } from './titles.ts';

/** A sentence that stands, with what belongs before it: Markdown, its citations as `[n]`. */
export type Verified = { text: string; cites: number[] };

/** Why a sentence was left out. `forged`: it passes itself off as the program's or as somebody's, such as a list of sources. */
export type Why = Fault | 'uncited' | 'unknown citation' | 'forged';

type Verifier = {
  /** More of the answer; returns the pieces that are complete and stand, in order. */
  take(text: string): Verified[];
  /** The unfinished sentence as far as it may be shown, with what belongs before it; '' where nothing may. */
  tail(): string;
  /** The end: the last sentence. */
  end(): Verified[];
  /** What was left out, and why. */
  readonly dropped: readonly { why: Why; text: string }[];
};

/**
 * Reads a model's Markdown as it comes and lets through only what the sources bear out: a sentence stands only with a
 * known citation, and only if each address, date, number and quotation in it is one of its cited sources'. The pieces in
 * a row are the answer; however the text is chopped, they are the same.
 */
export function createVerifier(sources: readonly Proof[], { language }: { language: 'en' | 'zh' }): Verifier {
  const proofs = new Map(sources.filter(({ n }) => citable(n)).map(proof => [proof.n, proof]));
  const known = new Set(proofs.keys());
  const read = new Map<number, Evidence>();
  const dropped: { why: Why; text: string }[] = [];
  let all: Vocabulary | undefined;
  let out: Verified[] = [];
  let place = beginning;
  /** what goes wholly: code, what a model thinks aloud, its own list of sources, a line that is forged */
  let fenced: string | undefined;
  let thinking = false;
  let listing = false;
  let forged = false;
  let empty = true;
  /** the first half of a character that came in two pieces */
  let half = '';

  const splitter = createSplitter({ sentence, lineEnd }, titleEnds(sources));

  function sentence({ text, first }: Sentence): void {
    empty = false;
    const said = aloud(text);
    if (said === '') return;
    const body = first ? open(said) : forgery(said) === 'line' ? undefined : said;
    const why = body === undefined || forged ? 'forged' : judge(body);
    if (why !== undefined && /[\p{L}\p{N}]/u.test(text)) dropped.push({ why, text });
  }

  /** A line's first sentence without the line's mark; undefined where the line is nothing to be shown. */
  function open(text: string): string | undefined {
    const { line, text: body } = readLine(text);
    const fence = /^\s*(?:>\s*)*(`{3,}|~{3,})/.exec(text)?.[1];
    if (fence !== undefined && (fenced === undefined || fence.startsWith(fenced))) {
      fenced = fenced === undefined ? fence : undefined;
      return undefined;
    }
    if (fenced !== undefined) return undefined;
    const forgedAs = forgery(body);
    if (listing && forgedAs === undefined && isListed(text)) return undefined;
    listing = forgedAs === 'list';
    if (forgedAs !== undefined || /^\s*\[[^\]]{1,80}\]:\s/.test(body)) {
      forged = true;
      return undefined;
    }
    place = begin(place, line);
    return body;
  }

  function judge(body: string): Why | undefined {
    const marked = markCitations(unescaped(body), known);
    const cites = citedIn(marked.text);
    if (cites.length === 0) return marked.unknown ? 'unknown citation' : 'uncited';
    const cited = cites.flatMap(n => evidence(n) ?? []);
    const written = (piece: string) => cited.some(source => source.says(plain(piece).toLowerCase()));
    const cells = place.line.kind === 'row' ? row(marked.text) : marked.text;
    const { text, targets, broken } = unmark(cells, written);
    if (broken) return 'address';
    const fault = faultOf(text, targets, cited);
    if (fault !== undefined) return fault;
    if (isSourceLine(text, cites)) return 'forged';
    const shown = put(place, tidy(showCitations(text, language)), language);
    place = shown.place;
    out.push({ text: shown.text, cites });
    return undefined;
  }

  /** Without what stands between <think> and </think>, over sentences and lines. */
  function aloud(text: string): string {
    let said = '';
    for (const part of text.split(/(<\/?(?:think|thinking|reasoning|analysis)>)/i)) {
      if (/^<\/?(?:think|thinking|reasoning|analysis)>$/i.test(part)) thinking = !part.startsWith('</');
      else if (!thinking) said += part;
    }
    return said;
  }

  /** A source's number and then nothing but its title: a line of a list of sources, which is not the model's to write. */
  function isSourceLine(text: string, cites: readonly number[]): boolean {
    if (cites.length !== 1 || !/^[\u{f0000}-\u{ffffd}]/u.test(text)) return false;
    const words = text.replace(/[\u{f0000}-\u{ffffd}]|https?:\/\/\S+|[\d\s./()（）:：年月日-]+/gu, '');
    const title = proofs.get(cites[0] ?? 0)?.title.replace(/[\d\s./()（）:：年月日-]+/g, '') ?? '';
    return words === '' || title === words;
  }

  /** The words of all sources. */
  function vocabulary(): Vocabulary {
    all ??= vocabularyOf([...proofs.values()].map(({ title, text }) => `${title}\n${text}`).join('\n'));
    return all;
  }

  function evidence(n: number): Evidence | undefined {
    const proof = proofs.get(n);
    if (!read.has(n) && proof !== undefined) read.set(n, evidenceOf(proof));
    return read.get(n);
  }

  function lineEnd(): void {
    if (empty) place = { ...place, blank: true };
    empty = true;
    forged = false;
  }

  function taken(): Verified[] {
    const pieces = out;
    out = [];
    return pieces;
  }

  return {
    take(text) {
      const more = half + text;
      half = /[\ud800-\udbff]$/.exec(more)?.[0] ?? '';
      for (const char of half === '' ? more : more.slice(0, -1)) for (const one of seen(char)) splitter.step(one);
      return taken();
    },
    tail() {
      const rest = splitter.rest();
      if (rest === undefined || thinking || forged || listing || fenced !== undefined) return '';
      const { line, text } = rest.first ? readLine(rest.text) : { line: undefined, text: rest.text };
      const words = forgery(text) === undefined ? plainWords(text.trimStart(), vocabulary()) : '';
      const { lead } = leadTo(line === undefined ? place : begin(place, line), language);
      return words === '' ? '' : lead + words;
    },
    end() {
      splitter.endLine();
      return taken();
    },
    dropped,
  };
}

/** A table's row as one line. */
function row(text: string): string {
  const cells = text.split('|').map(cell => cell.trim());
  return cells
    .filter(cell => cell !== '')
    .join(' · ')
    .replace(/ · (?=[\u{f0000}-\u{ffffd}]+$)/u, ' ');
}

/** Without what taking out citations left behind: double spaces, empty brackets, a space before a full stop. */
function tidy(text: string): string {
  return text
    .replace(/[(（【[]\s*[,，、;；]*\s*[)）】\]]/g, '')
    .replace(/ {2,}/g, ' ')
    .replace(/ +(?=[.,;:!?。，；：！？、](?:\s|$))/g, '')
    .trim();
}
