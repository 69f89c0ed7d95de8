import { citation } from './citations.ts';

/** A sentence as the model wrote it, its end mark and the citations right behind it included. */
export type Sentence = {
  text: string;
  /** its line begins with it, so a bullet or a heading's mark may stand before it */ first: boolean;
};

type Told = { sentence(sentence: Sentence): void; lineEnd(): void };

/** Where a sentence seems to have ended, until what follows tells. */
type End = {
  /** characters of the sentence */ at: number;
  mark: string;
  spaced: boolean;
  /** a citation stands behind the mark */ cited: boolean;
  /** the bracket or quotation mark that closed behind the mark, where the mark stood within */ closer:
    | string
    | undefined;
};

/** A longer sentence is none: it is not kept, let alone proved. In characters; the longest entry's title is a fifth of it. */
const LONGEST = 1200;
/** A bracket or quotation that does not close within as many characters holds no sentence together. */
const WITHIN = 240;

const closers: Record<string, string> = {
  '《': '》',
  '「': '」',
  '『': '』',
  '“': '”',
  '（': '）',
  '(': ')',
  '[': ']',
  '【': '】',
  '［': '］',
};
const closing = new Set([...Object.values(closers), '"', '’', "'", '*', '_', '`', '~']);
const han = /\p{Script=Han}/u;
const neverEnds =
  /(?:^|[^\p{L}])(?:e\.g|i\.e|vs|cf|fig|figs|no|nos|dr|mr|mrs|ms|prof|approx|eq|sec|vol|pp?|ch|ver|v|ca|st|\p{L})$/iu;
const endsBeforeCapital = /(?:^|[^\p{L}])(?:etc|al|inc|ltd|co|jr|sr|resp|(?:\p{L}\.)+\p{L})$/iu;

/**
 * Cuts Markdown into sentences as it comes, character by character, so that the pieces that it comes in make no
 * difference. A sentence is known to be complete only when what follows has begun.
 * @param isWithinTitle whether a text that ends in an end mark ends within a title, which goes on
 */
export function createSplitter(told: Told, isWithinTitle: (text: string) => boolean) {
  let text: string[] = [];
  let first = true;
  let overlong = false;
  let whole = false;
  let end: End | undefined;
  /** where a bracket behind an end began that may be a citation, or the address of one */
  let bracket: number | undefined;
  let open: { closer: string; at: number }[] = [];
  let previous = '';

  function step(char: string): void {
    if (char === '\n') endLine();
    else if (bracket !== undefined) inBracket(char, bracket);
    else if (end !== undefined) behind(char, end);
    else within(char);
  }

  function within(char: string): void {
    push(char);
    if (first && !whole) whole = /^\s*(?:>\s*)*(?:#|\||```|~~~)/.test(text.length < 80 ? text.join('') : '');
    if (whole) return;
    const closed = nest(char);
    if (open.length > 0) return;
    if (closed !== undefined && isMark(text.at(-1 - closed.length) ?? '')) {
      end = { at: text.length, mark: text.at(-1 - closed.length) ?? '', spaced: false, cited: false, closer: closed };
    } else if (isMark(char) && text.at(-2)?.trim() && !/^\s*(?:>\s*)*\d{1,9}\.$/.test(text.slice(0, 20).join(''))) {
      end = { at: text.length, mark: char, spaced: false, cited: false, closer: undefined };
    }
  }

  /** Notes what opens and closes; returns what just closed the outermost. */
  function nest(char: string): string | undefined {
    while (open[0] !== undefined && text.length - open[0].at > WITHIN) open.shift();
    const doubled = char === '*' && previous === '*';
    previous = doubled ? '' : char;
    const sign = doubled ? '**' : char;
    const last = open.at(-1);
    if (last?.closer === sign) {
      open.pop();
      return open.length === 0 ? sign : undefined;
    }
    if (sign === '"' || sign === '**' || sign === '`') open.push({ closer: sign, at: text.length });
    else if (closers[sign] !== undefined) open.push({ closer: closers[sign], at: text.length });
    return undefined;
  }

  function behind(char: string, seen: End): void {
    if (char === ' ') {
      push(char);
      seen.spaced = true;
    } else if (isBracket(char) && !(seen.spaced && citation.test(text.slice(0, seen.at).join('')))) {
      bracket = text.length;
      push(char);
    } else if (char === '(' && seen.cited && !seen.spaced) {
      bracket = text.length;
      push(char);
    } else if (!seen.spaced && (isMark(char) || closing.has(char)) && !(seen.cited && char === '*')) {
      push(char);
      seen.at = text.length;
      seen.mark = isMark(char) ? char : seen.mark;
    } else if (ends(char, seen) && (seen.cited || !isWithinTitle(text.slice(0, seen.at).join('')))) {
      cut(seen.at);
      step(char);
    } else {
      end = undefined;
      within(char);
    }
  }

  function ends(next: string, { at, mark, spaced, cited, closer }: End): boolean {
    if (cited) return true;
    if (closer === '**' && /^\s*(?:(?:[-*+•]|\d+[.)、])\s*)?\*\*[^*]*\*\*\s*$/.test(text.join(''))) return false;
    if (closer !== undefined) {
      if (!spaced) return /[”」』"]/.test(closer) && /[。.]/.test(mark) && han.test(next);
      return /\p{Lu}/u.test(next) || (han.test(next) && /[”」』"]/.test(closer));
    }
    // Browsers take an ideographic full stop between Latin letters for a dot.
    if (/[。｡]/.test(mark) && !spaced && /[a-z\d]/.test(next)) return !/[a-z\d]/i.test(text[at - 2] ?? '');
    if (/[。！？；｡]/.test(mark)) return true;
    if (mark === '…') return han.test(next) || /[\p{Lu}]/u.test(next);
    if (!spaced) return mark !== '.' && han.test(next);
    if (mark !== '.') return true;
    const before = text.slice(Math.max(0, at - 14), at - 1).join('');
    if (endsBeforeCapital.test(before)) return !/[\p{Ll}\p{N}(]/u.test(next);
    return !neverEnds.test(before);
  }

  function inBracket(char: string, from: number): void {
    push(char);
    const length = text.length - from;
    const target = text[from] === '(';
    if (target ? char === ')' : /[\]】］〕]/.test(char)) {
      const group = text.slice(from).join('');
      bracket = undefined;
      if (!target && !citation.test(group)) apart(from);
      else if (end !== undefined) end = { ...end, at: text.length, spaced: false, cited: true };
    } else if (length > (target ? 300 : 60) || (target && char === ' ')) apart(from);
  }

  /** What was held for a citation is none: the sentence ended before it. */
  function apart(from: number): void {
    const rest = text.slice(from);
    bracket = undefined;
    if (rest[0] === '[' && text[from - 1] === '!') {
      // An image belongs to the sentence before it.
      end = undefined;
      return;
    }
    cut(end?.at ?? from);
    for (const char of rest) step(char);
  }

  function push(char: string): void {
    if (text.length < LONGEST) text.push(char);
    else overlong = true;
  }

  function cut(at: number): void {
    const sentence = overlong ? '' : text.slice(0, at).join('');
    if (sentence.trim() !== '') {
      told.sentence({ text: sentence, first });
      first = false;
    }
    text = [];
    overlong = false;
    end = undefined;
    open = [];
    previous = '';
  }

  function endLine(): void {
    if (bracket !== undefined) apart(bracket);
    cut(text.length);
    first = true;
    whole = false;
    told.lineEnd();
  }

  return {
    step,
    endLine,
    /** what there is of the sentence that has not ended; undefined where its line is read as a whole */
    rest: (): Sentence | undefined => (whole || overlong ? undefined : { text: text.join(''), first }),
  };
}

function isMark(char: string): boolean {
  return '。！？；｡….!?'.includes(char) && char !== '';
}

function isBracket(char: string): boolean {
  return '[【［〔'.includes(char);
}
