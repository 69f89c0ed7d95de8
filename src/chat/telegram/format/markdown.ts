import { Marked, type Token, type TokenizerObject } from 'marked';

/** Columns past which rows of pipes are no table: what a message cannot show, and marked makes a cell for each of each row. */
const MOST_COLUMNS = 20;

/** A line under so many marks of lists and quotations is read as plain text: each level is a lexer's run over the rest. */
const nestsTooDeep = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){17}/m;

/** Marks of emphasis past which there is none: left open, each is looked for to the end of all the text. */
const MOST_MARKS = 512;

/**
 * Bold without regard to what stands around it. By CommonMark `**注意：**请` is none, because punctuation stands before
 * the closing mark and a letter behind it; with no spaces between words, that is how Chinese bold mostly looks.
 */
const strong = /^\*\*(?![\s*])[^*\n]*[^\s*]\*\*(?!\*)/;

const tokenizer: TokenizerObject = {
  // Only the lines that bear the mark are quoted (`>` goes on by itself over the next line in Markdown, where our answers
  // have the entry's links), and quotations within it are flattened, as Telegram has none.
  blockquote(src) {
    const found = /^(?: {0,3}>[^\n]*(?:\n|$))+/.exec(src)?.[0];
    if (found === undefined) return undefined;
    const raw = found.replace(/\n$/, '');
    const text = raw.replace(/^(?: {0,3}> ?)+/gm, '');
    return { type: 'blockquote', raw, text, tokens: this.lexer.blockTokens(text, []) };
  },
  table(src) {
    return src.slice(0, src.indexOf('\n')).split('|').length > MOST_COLUMNS + 2 ? undefined : false;
  },
  emStrong(src, maskedSrc) {
    const length = strong.exec(maskedSrc.slice(-src.length))?.[0].length;
    if (length === undefined) return false;
    const text = src.slice(2, length - 2);
    return { type: 'strong', raw: src.slice(0, length), text, tokens: this.lexer.inlineTokens(text) };
  },
  // One tilde stands for "about" and "to" in Chinese: `3~5天，10~20人`.
  del: src => (src.startsWith('~~') ? false : undefined),
  // HTML is shown as it is written, but for the line break that language models put into tables.
  html: () => undefined,
  tag(src) {
    const raw = /^<br *\/?>/i.exec(src)?.[0];
    if (raw === undefined) return undefined;
    return { type: 'html', raw, text: '\n', inLink: false, inRawBlock: false, block: false };
  },
  // `[1]` is a citation and `[1]: https://…` a list of sources, not references to be resolved.
  def: () => undefined,
  reflink: () => undefined,
  // Bare links are found before the Markdown is read, with regard to Chinese text around them.
  url: () => undefined,
};

const marked = new Marked({ gfm: true, breaks: true, tokenizer });

/**
 * The Markdown's blocks; undefined where it is no Markdown that a person or a model would write. Takes time with the
 * square of the length for hostile text, hence to be called with a few thousand characters at most.
 */
export function lex(markdown: string): Token[] | undefined {
  if (nestsTooDeep.test(markdown) || marksIn(markdown) > MOST_MARKS) return undefined;
  try {
    return marked.lexer(markdown);
  } catch {
    // An answer in plain text is better than none.
    return undefined;
  }
}

/** Runs of marks of emphasis, but for those that are escaped. */
function marksIn(markdown: string): number {
  let count = 0;
  for (const [run] of markdown.matchAll(/\\.|[*_~]+/g)) if (!run.startsWith('\\')) count++;
  return count;
}
