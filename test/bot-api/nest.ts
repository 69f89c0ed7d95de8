import type { TelegramMessageEntity } from '@gramio/types';

type Entity = TelegramMessageEntity;

const SPLITTABLE: readonly Entity['type'][] = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler'];
const CODE: readonly Entity['type'][] = ['pre', 'code'];

const isSplittable = ({ type }: Entity) => SPLITTABLE.includes(type);
const isQuote = ({ type }: Entity) => type === 'blockquote' || type === 'expandable_blockquote';
const endOf = ({ offset, length }: Entity) => offset + length;
const overlap = (a: Entity, b: Entity) => a.offset < endOf(b) && b.offset < endOf(a);
const within = (a: Entity, b: Entity) => a.offset >= b.offset && endOf(a) <= endOf(b);

/**
 * Entities in order and properly nested. Where they cross each other, bold and its like are split; of two links, codes or
 * quotations that meet, the first stays; nothing stands inside of code, and no quotation inside of another.
 */
export function nest(given: readonly Entity[]): Entity[] {
  const sorted = inOrder(given.filter(({ length }) => length > 0));
  if (isNested(sorted)) return sorted;
  const quotes = apart(sorted.filter(isQuote));
  const whole = apart(sorted.filter(one => !isSplittable(one) && !isQuote(one))).filter(one =>
    quotes.every(quote => !overlap(one, quote) || within(one, quote)),
  );
  const fixed = [...quotes, ...whole];
  const spans = SPLITTABLE.flatMap(type => joined(sorted.filter(one => one.type === type)));
  return inOrder([...fixed, ...spans.flatMap(one => split(one, fixed, spans))]);
}

function isNested(sorted: readonly Entity[]): boolean {
  const stack: Entity[] = [];
  for (const one of sorted) {
    while (stack.length > 0 && endOf(stack.at(-1) ?? one) <= one.offset) stack.pop();
    const parent = stack.at(-1);
    if (parent && !within(one, parent)) return false;
    for (const outer of stack) {
      if (CODE.includes(outer.type) || (CODE.includes(one.type) && !isQuote(outer))) return false;
      if ((isQuote(outer) && isQuote(one)) || outer.type === one.type) return false;
      if (!isSplittable(outer) && !isQuote(outer) && !isSplittable(one)) return false;
    }
    stack.push(one);
  }
  return true;
}

const inOrder = (entities: readonly Entity[]) =>
  [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length || rank(a) - rank(b));

/** Where two cover the same text, quotations stand outermost and code innermost. */
const rank = (one: Entity) => (isQuote(one) ? 0 : isSplittable(one) ? 1 : CODE.includes(one.type) ? 3 : 2);

function apart(sorted: readonly Entity[]): Entity[] {
  const kept: Entity[] = [];
  for (const one of sorted) {
    const last = kept.at(-1);
    if (last === undefined || one.offset >= endOf(last)) kept.push(one);
  }
  return kept;
}

function joined(sorted: readonly Entity[]): Entity[] {
  const out: Entity[] = [];
  for (const one of sorted) {
    const last = out.at(-1);
    if (last && one.offset <= endOf(last)) last.length = Math.max(endOf(last), endOf(one)) - last.offset;
    else out.push({ ...one });
  }
  return out;
}

function split(span: Entity, fixed: readonly Entity[], spans: readonly Entity[]): Entity[] {
  const borders = [...fixed.flatMap(one => [one.offset, endOf(one)]), ...spans.map(({ offset }) => offset)];
  const cuts = [...new Set(borders)].filter(at => at > span.offset && at < endOf(span)).sort((a, b) => a - b);
  const edges = [span.offset, ...cuts, endOf(span)];
  return edges
    .slice(1)
    .map((end, i) => ({ type: span.type, offset: edges[i] ?? 0, length: end - (edges[i] ?? 0) }))
    .filter(piece => !fixed.some(one => CODE.includes(one.type) && within(piece, one)));
}
