import { printable } from '../../../digest/tidy.ts';
import { hideBareUrls } from './bare-urls.ts';
import { addGap, type Flow, writeBlocks, writeCodeBlock, writePlain } from './blocks.ts';
import { lex } from './markdown.ts';
import { BLANK, LONGEST_BLANK, type Rich } from './rich.ts';
import { segments } from './segments.ts';
import { createWriter } from './writer.ts';

export type { Entity, Rich } from './rich.ts';

/** Markdown is read up to here (in UTF-16 units, some sixteen messages); what is behind it is shown as it is written. */
const LONGEST = 65_536;

/**
 * Markdown as Telegram shows it: its text with entities. Single newlines stay newlines, `[n]` and HTML stay as they are
 * written, headings become bold, tables aligned code or a paragraph a row, quotations lose their nesting, and what
 * Telegram does not take as a link is shown without one. The text has no white space around it; it is empty where the
 * Markdown shows nothing. Never throws, and takes time with the length of the Markdown, whatever is in it.
 */
export function toRich(markdown: string): Rich {
  const bare = hideBareUrls(cleaned(markdown));
  const text = bare.markdown;
  const cut = text.length > LONGEST ? Math.max(0, text.lastIndexOf('\n', LONGEST)) : text.length;
  const flow: Flow = { writer: createWriter(), bare, indent: '', gap: undefined };
  for (const [index, segment] of segments(text.slice(0, cut)).entries()) {
    // The newline that segments are cut at.
    if (index > 0) addGap(flow, 1);
    const tokens = segment.kind === 'markdown' ? lex(segment.text) : undefined;
    if (segment.kind === 'code') writeCodeBlock(segment.text, segment.language, flow);
    else if (tokens === undefined) writePlain(segment.text, flow);
    else writeBlocks(tokens, flow);
  }
  writePlain(text.slice(cut), flow);
  return flow.writer.finish();
}

const blanks = new RegExp(`[${BLANK}]{${LONGEST_BLANK},}`, 'gu');
/** Those that turn the direction of the text around them, and those without width, but for the joiners of emoji. */
const hidden = /[\u200b\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\uffff]/g;

function cleaned(markdown: string): string {
  const lines = markdown.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
  return printable(lines)
    .replace(hidden, '')
    .replace(blanks, run => (run.includes('\n') ? '\n\n' : ' '));
}
