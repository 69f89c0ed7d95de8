/** What a line of Markdown is. `depth`: how deep its item is nested. */
type Line =
  | { kind: 'paragraph' }
  | { kind: 'heading' }
  | { kind: 'row' }
  | { kind: 'item'; indent: number }
  /** the further lines of an item */
  | { kind: 'more'; indent: number };

const start =
  /^(\s*)((?:>\s*)*)(?:(#{1,6})\s+|(\|)|((?:[-*+–—]|\d{1,9}[.)])(?:\s+|$)|[•●▪◦·‣○■]\s*|\d{1,3}[、．）]\s*|[（(]\d{1,3}[)）]\s*|[①-⑳⑴-⒛]\s*)(?:\[[ xX✓]\]\s+)?)?/u;

/** Takes what marks a line's kind off its first sentence. */
export function readLine(text: string): { line: Line; text: string } {
  const [whole = '', space = '', , heading, row, bullet] = start.exec(text) ?? [];
  const rest = text.slice(whole.length);
  if (heading !== undefined) return { line: { kind: 'heading' }, text: rest.replace(/\s+#+\s*$/, '') };
  if (row !== undefined) return { line: { kind: 'row' }, text: rest };
  if (bullet !== undefined) return { line: { kind: 'item', indent: space.length }, text: rest };
  return { line: space.length >= 2 ? { kind: 'more', indent: space.length } : { kind: 'paragraph' }, text: rest };
}

/**
 * Puts the sentences that stand one behind the other, so that what was left out leaves no trace: no empty item, no
 * bullet under none. Every list has bullets, for an item's number would be a number that no source has.
 */
export function createLayout(language: 'en' | 'zh') {
  let line: Line = { kind: 'paragraph' };
  /** the indents of the items that the line stands in */
  let nest: number[] = [];
  /** what of the line is shown already */
  let shown = false;
  let blank = false;
  let last: { kind: Line['kind']; depth: number; end: string } | undefined;

  function lead(): string {
    if (shown && last !== undefined) return joint(last.end, language);
    const item = line.kind === 'item' || line.kind === 'row' || (line.kind === 'more' && nest.length > 0);
    if (!item)
      return last === undefined ? '' : blank || last.kind !== 'paragraph' || line.kind === 'heading' ? '\n\n' : '\n';
    const depth = Math.min(Math.max(0, nest.length - 1), last?.kind === 'item' ? last.depth + 1 : 0);
    const before =
      last === undefined ? '' : last.kind === 'item' || (!blank && last.kind === 'paragraph') ? '\n' : '\n\n';
    return `${before}${'  '.repeat(depth)}- `;
  }

  return {
    /** A line begins. */
    begin(next: Line): void {
      // What was indented without a list is a paragraph; what goes on with an item that is shown, goes on with it.
      line = next.kind === 'more' && nest.length === 0 ? { kind: 'paragraph' } : next;
      shown = line.kind === 'more' && last?.kind === 'item' && shown && !blank;
      if (line.kind === 'item') {
        const { indent } = line;
        nest = [...nest.filter(outer => outer < indent), indent];
      } else if (line.kind !== 'more') nest = line.kind === 'row' ? [0] : [];
    },
    /** A line without words ended. */
    blank(): void {
      blank = true;
    },
    /** What belongs before the line's next sentence; of one that may not stay. */
    lead,
    /** The sentence with what belongs before it, as the next that is shown. */
    place(sentence: string): string {
      const words = line.kind === 'heading' ? `**${sentence.replaceAll('**', '')}**` : sentence;
      const placed = lead() + (shown ? words : guarded(words));
      const depth = line.kind === 'paragraph' || line.kind === 'heading' ? 0 : Math.max(0, nest.length - 1);
      const kind = line.kind === 'more' || line.kind === 'row' ? 'item' : line.kind;
      const outer = last?.kind === 'item' ? last.depth + 1 : 0;
      last = { kind, depth: shown ? (last?.depth ?? 0) : Math.min(depth, outer), end: words.slice(-1) };
      shown = true;
      blank = false;
      return placed;
    },
  };
}

/** Chinese sentences follow each other without a space. */
function joint(end: string, language: 'en' | 'zh'): string {
  return /[。！？；…”」』》）]/.test(end) || (language === 'zh' && end === ']') ? '' : ' ';
}

/** A sentence that came to stand at a line's beginning is not to be read as a list, a heading or a quotation. */
function guarded(text: string): string {
  return text
    .replace(/^(?:[#>|=]|[-+](?= )|\d{1,9}(?=[.)] ))/, mark => (/\d/.test(mark) ? mark : `\\${mark}`))
    .replace(/^(\d{1,9})([.)] )/, '$1\\$2');
}
