import type { MarkedToken, Token, Tokens } from 'marked';
import type { BareUrls } from './bare-urls.ts';
import { isSafeLink } from './link.ts';
import { isBlank } from './rich.ts';
import type { Writer } from './writer.ts';

/** Where words are written; `indent` stands before each further line of them. */
export type Sheet = { writer: Writer; bare: BareUrls; indent: string };

const STYLES = { strong: 'bold', em: 'italic', del: 'strikethrough' } as const;

/** Targets that are no addresses but a program or the thing itself, which says nothing to a reader. */
const program = /^(?:javascript|data):/i;

/** Words with their marks and links, as marked's inline tokens have them. */
export function writeWords(tokens: readonly Token[], sheet: Sheet): void {
  const { writer, bare } = sheet;
  for (const token of tokens) {
    // The lexer has no extensions, so there are no other tokens.
    const inline = token as MarkedToken;
    switch (inline.type) {
      case 'strong':
      case 'em':
      case 'del':
        writer.within({ type: STYLES[inline.type] }, () => writeWords(inline.tokens, sheet));
        break;
      case 'codespan':
        writer.writeCode({ type: 'code' }, bare.restore(inline.text));
        break;
      case 'br':
        writer.write(`\n${sheet.indent}`);
        break;
      case 'link':
      case 'image':
        writeLink(inline, sheet);
        break;
      // The box is a part of its list item.
      case 'checkbox':
        break;
      case 'escape':
      case 'html':
        writeText(inline.text, sheet);
        break;
      // Of a text with a character reference in it, the lexer's `text` is HTML.
      default:
        writeText(inline.raw, sheet);
    }
  }
}

function writeLink(link: Tokens.Link | Tokens.Image, sheet: Sheet): void {
  const { writer, bare } = sheet;
  const url = bare.restore(link.href);
  const words = bare.restore(link.text);
  const address = url.replace(/^mailto:/i, '');
  // A citation that is a link at the same time stays `[n]`.
  const write = () => (/^\d+$/.test(words) ? writer.write(`[${words}]`) : writeWords(link.tokens, sheet));
  if (words === address || isBlank(words)) writer.writeUrl(address);
  else if (isSafeLink(url)) writer.within({ type: 'text_link', url }, write);
  else {
    write();
    if (address !== '' && !program.test(url)) writer.write(` (${address})`);
  }
}

/** Words without marks, with the addresses among them. */
export function writeText(words: string, { writer, bare }: Pick<Sheet, 'writer' | 'bare'>): void {
  for (const [index, piece] of bare.apart(words).entries()) {
    if (index % 2 === 1) writer.writeUrl(piece);
    else writer.write(writer.atLineStart() ? piece.replace(/^[ \t]+/, '') : piece);
  }
}
