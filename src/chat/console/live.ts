import { styleText } from 'node:util';
import type { Draft } from '../../answer/asking.ts';
import { widestOf } from '../cells.ts';
import { createPrinter, type Output, toTerminal } from './format.ts';

export type Live = {
  /** to be told of drafts; undefined where only the answer itself is to be seen */
  onDraft: ((draft: Draft) => void) | undefined;
  /** Takes away what was shown for the time being, and gives what of the answer's Markdown is still to be written. */
  end(markdown?: string): string;
};

type Options = {
  output: Output;
  /** where a sign shows that there will be an answer, if it is a terminal */ error: Output;
  /** the sign's words */ waiting: string;
  /** calls again and again after so many milliseconds, until it is stopped */ every?: Every;
};
export type Every = (ms: number, call: () => void) => () => void;

const onInterval: Every = (ms, call) => {
  const timer = setInterval(call, ms);
  return () => clearInterval(timer);
};

/** An answer that takes no longer comes without a sign of it before. */
const PATIENCE_MS = 360;
const FRAME_MS = 120;
const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

/** Is in each sentence of a model's that stands; what has none, such as the heading of a list, is followed by a blank line. */
const CITATION = /\[\d+\]/;

/** Fewer cells than this say nothing of a sentence. */
const LEAST_TAIL = 12;

/**
 * Shows an answer in a terminal while it is written: the sentences that stand are printed as they come, and behind them,
 * dimmed, on what is left of the row, the end of the one that is being written, until it stands or is dropped.
 */
export function showLive({ output, error, waiting, every = onInterval }: Options): Live {
  let printer = createPrinter(output);
  // What cannot be told apart from what stands is not shown.
  const dims = (output.getColorDepth?.() ?? 1) > 1;
  const sign = showSign(error, waiting, every);
  let shown = '';
  let last = '';
  let drawn = false;
  /** written before it came */
  let ahead = '';

  /** What there is more of an answer, as it is written. */
  function printed(more: string): string {
    if (more === '') return '';
    const rest = more.startsWith(ahead) ? more.slice(ahead.length) : more;
    ahead = '';
    return printer.print(rest);
  }

  function wiped(waits = false): string {
    if (waits) sign.hide();
    else sign.end();
    const mark = drawn ? '\u001b[K' : '';
    drawn = false;
    return mark;
  }

  function onDraft({ text, tail }: Draft): void {
    if (!text.startsWith(shown)) return;
    const more = text.slice(shown.length);
    if (more === '' && tail === last) return;
    const isLead = text !== '' && !CITATION.test(text);
    let before = wiped(tail === '' && (text === '' || isLead)) + printed(more);
    if (isLead && ahead === '') {
      ahead = '\n\n';
      before += printer.print(ahead);
    }
    const coming = dims ? end(words(tail), printer.left() - 1) : '';
    // Written over by what comes next: the cursor stays where it is.
    drawn = coming !== '';
    output.write(before + (drawn ? `\u001b7${styleText('dim', coming, { stream: output })}\u001b8` : ''));
    [shown, last] = [text, tail];
  }

  return {
    onDraft: output.isTTY ? onDraft : undefined,
    end(markdown = shown) {
      const goesOn = markdown.startsWith(shown);
      const rest = goesOn
        ? printed(markdown.slice(shown.length))
        : `${ahead === '' ? '\n\n' : ''}${toTerminal(markdown, output)}`;
      [printer, shown, last, ahead] = [createPrinter(output), '', '', ''];
      return wiped() + rest;
    },
  };
}

/** Markdown on one line, without its marks. */
function words(markdown: string): string {
  const words = toTerminal(markdown, NO_TERMINAL);
  return words.replace(/\s+/g, ' ');
}

const NO_TERMINAL = { isTTY: false } as Output;

/** As much of a text's end as so many cells take; nothing where that would say nothing. */
function end(text: string, most: number): string {
  if (most < LEAST_TAIL) return '';
  if (widestOf(text) <= most) return text;
  const characters = [...text];
  let cells = 3;
  let from = characters.length;
  for (; from > 0; from--) {
    cells += widestOf(characters[from - 1] ?? '');
    if (cells > most) break;
  }
  return ` …${characters.slice(from).join('')}`;
}

/** A line that moves where nothing else does yet; what is written to the terminal meanwhile takes its place. */
function showSign(output: Output, waiting: string, every: Every) {
  if (!output.isTTY) return { hide() {}, end() {} };
  let round = 0;
  let drawn = false;
  const stop = every(FRAME_MS, () => {
    round += 1;
    if (round * FRAME_MS < PATIENCE_MS) return;
    const text = `${FRAMES[round % FRAMES.length]} ${waiting}`;
    // A terminal that does not know its width says 0.
    if (widestOf(text) < (output.columns || 80)) output.write(`\u001b[2K${text}\r`);
    drawn = true;
  });
  function hide(): void {
    if (drawn) output.write('\u001b[2K');
    drawn = false;
  }
  return {
    /** until it moves again */ hide,
    end(): void {
      stop();
      hide();
    },
  };
}
