/** What a line of Markdown is: `more` is a further line of an item. `indent` in columns. */
export type Line = { kind: 'paragraph' | 'heading' | 'row' | 'item' | 'more'; indent: number };

/** Where in the answer the next sentence goes. */
export type Place = {
  line: Line;
  /** the indents of the items that the line stands in */ nest: readonly number[];
  /** something of the line is shown already */ shown: boolean;
  /** an empty line lies between */ blank: boolean;
  last: { kind: 'paragraph' | 'heading' | 'item'; depth: number; end: string } | undefined;
};

export const beginning: Place = {
  line: { kind: 'paragraph', indent: 0 },
  nest: [],
  shown: false,
  blank: false,
  last: undefined,
};

const start =
  /^(\s*)(?:>\s*)*(?:(#{1,6})\s+|(\|)|((?:[-*+–—]|\d{1,9}[.)])(?:\s+|$)|[•●▪◦·‣○■]\s*|\d{1,3}[、．）]\s*|[（(]\d{1,3}[)）]\s*|[①-⑳⑴-⒛]\s*)(?:\[[ xX✓]\]\s+)?)?/u;

/** Takes what marks a line's kind off its first sentence. */
export function readLine(text: string): { line: Line; text: string } {
  const [whole = '', space = '', heading, row, bullet] = start.exec(text) ?? [];
  const rest = text.slice(whole.length);
  const indent = space.length;
  if (heading !== undefined) return { line: { kind: 'heading', indent }, text: rest.replace(/\s+#+\s*$/, '') };
  if (row !== undefined) return { line: { kind: 'row', indent }, text: rest };
  if (bullet !== undefined) return { line: { kind: 'item', indent }, text: rest };
  return { line: { kind: indent >= 2 ? 'more' : 'paragraph', indent }, text: rest };
}

/** A line begins. */
export function begin(place: Place, next: Line): Place {
  const { nest, last, shown, blank } = place;
  switch (next.kind) {
    case 'item':
      return { ...place, line: next, shown: false, nest: [...nest.filter(outer => outer < next.indent), next.indent] };
    case 'row':
      return { ...place, line: next, shown: false, nest: [0] };
    case 'more':
      // What is indented under no item is a paragraph; what goes on with an item that is shown, goes on with it.
      if (nest.length > 0) return { ...place, line: next, shown: shown && last?.kind === 'item' && !blank };
      return { ...place, line: { kind: 'paragraph', indent: 0 }, shown: false };
    default:
      return { ...place, line: next, shown: false, nest: [] };
  }
}

/**
 * What belongs before the next sentence that stands, so that what was left out leaves no trace: no empty item, no item
 * under none. Every list has bullets, for an item's number would be a number that no source has.
 */
export function leadTo(
  { line, shown, blank, last, nest }: Place,
  language: 'en' | 'zh',
): { lead: string; depth: number } {
  if (shown && last !== undefined) return { lead: joint(last.end, language), depth: last.depth };
  const item = line.kind === 'item' || line.kind === 'row' || line.kind === 'more';
  const near = last !== undefined && !blank && last.kind !== 'heading';
  if (!item) {
    const lead =
      last === undefined ? '' : near && last.kind === 'paragraph' && line.kind === 'paragraph' ? '\n' : '\n\n';
    return { lead, depth: 0 };
  }
  const depth = Math.min(Math.max(0, nest.length - 1), last?.kind === 'item' ? last.depth + 1 : 0);
  const before = last === undefined ? '' : last.kind === 'item' || near ? '\n' : '\n\n';
  return { lead: `${before}${'  '.repeat(depth)}- `, depth };
}

/** A sentence that stands, with what belongs before it, and where the next one goes. */
export function put(place: Place, sentence: string, language: 'en' | 'zh'): { text: string; place: Place } {
  const { lead, depth } = leadTo(place, language);
  const words = place.line.kind === 'heading' ? `**${sentence.replaceAll('**', '')}**` : sentence;
  const { kind } = place.line;
  const told = kind === 'paragraph' || kind === 'heading' ? kind : 'item';
  const last = { kind: told, depth, end: words.slice(-1) } as const;
  return { text: lead + (place.shown ? words : guarded(words)), place: { ...place, shown: true, blank: false, last } };
}

/** Chinese sentences follow each other without a space. */
function joint(end: string, language: 'en' | 'zh'): string {
  return /[。！？；…”」』》）]/.test(end) || (language === 'zh' && end === ']') ? '' : ' ';
}

/** A sentence that came to stand at a line's beginning is not to be read as an item, a heading or a quotation. */
function guarded(text: string): string {
  return text
    .replace(/^(?=[#>|=~]|[-+*] )/, '\\')
    .replace(/^(\d{1,9})(?=[.)] )/, '$1\\')
    .replace(/^(\[\d+\])(?=:)/, '$1 ');
}
