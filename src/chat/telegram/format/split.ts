import { type Entity, excerpt, isBlank, type Rich } from './rich.ts';

/**
 * Telegram's limits for a message: 4,096 code points after parsing and trimming (TDLib's `message_text_length_max`), 100
 * entities (further ones are dropped in silence), and of their description some 10 KB, of which RSStT found 9,500 bytes
 * to be safe.
 */
const CODE_POINTS = 4096;
const ENTITIES = 100;
const ENTITY_BYTES = 9500;

type Limits = { codePoints?: number; entities?: number };

/**
 * A text cut into messages that Telegram takes. Their texts joined are the whole text; each is cut at the end of a block
 * where one ends in its second half, else of a line, else of a sentence, else of a word; never inside a character as
 * people see it (grapheme), a link, an address or inline code that fits a message; and not inside a code block that fits
 * one. Formatting goes on in the next message. The text is to be as `toRich` makes it: without white space around it or
 * long runs of it, so that no message is blank. None for an empty text. Takes time with the length of the text.
 */
export function split(rich: Rich, { codePoints = CODE_POINTS, entities = ENTITIES }: Limits = {}): Rich[] {
  const { text } = rich;
  if (isBlank(text)) return [];
  const parts: Rich[] = [];
  const ranges = wholes(rich, codePoints);
  // Those that began before the part and go on in it, and the first that begins after its beginning.
  let goingOn: Entity[] = [];
  let next = 0;
  let from = 0;
  while (from < text.length) {
    const room = furthest(rich, { from, codePoints, entities, goingOn, next });
    const to = room === text.length ? room : placeToCut(text, from, room, ranges);
    const first = next;
    while ((rich.entities[next]?.offset ?? to) < to) next++;
    const inside = [...goingOn, ...rich.entities.slice(first, next)];
    const part = excerpt(rich, from, to, inside);
    parts.push({ ...part, entities: part.entities.slice(0, entities) });
    goingOn = inside.filter(({ offset, length }) => offset + length > to);
    from = to;
  }
  return parts;
}

/** How far a part can reach by the limits, at least one character. */
function furthest(
  { text, entities }: Rich,
  limits: Required<Limits> & { from: number; goingOn: readonly Entity[]; next: number },
): number {
  const { from, goingOn } = limits;
  let to = from;
  for (let left = limits.codePoints; left > 0 && to < text.length; left--) to += widthAt(text, to);
  let count = goingOn.length;
  let bytes = goingOn.reduce((sum, entity) => sum + bytesOf(entity), 0);
  for (let index = limits.next; index < entities.length; index++) {
    const entity = entities[index];
    if (entity === undefined || entity.offset >= to) break;
    count++;
    bytes += bytesOf(entity);
    if ((count > limits.entities || bytes > ENTITY_BYTES) && entity.offset > from) return entity.offset;
  }
  return to;
}

function bytesOf(entity: Entity): number {
  return Buffer.byteLength(JSON.stringify(entity)) + 1;
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

type Range = { start: number; end: number };

/** What is not to be cut where it can be helped: code blocks; and links, inline code and addresses, each in order. */
type Wholes = readonly (readonly Range[])[];

const address = /(?:https?:\/\/|www\.)[^\s<>"]+/gi;

function wholes({ text, entities }: Rich, codePoints: number): Wholes {
  const blocks: Range[] = [];
  const things: Range[] = [];
  let behind = 0;
  const addAddresses = (to: number) => {
    for (const { 0: url, index } of text.slice(behind, to).matchAll(address))
      things.push({ start: behind + index, end: behind + index + url.length });
  };
  for (const { type, offset: start, length } of entities) {
    const end = start + length;
    if (type === 'pre') blocks.push({ start, end });
    if (type !== 'text_link' && type !== 'code') continue;
    addAddresses(start);
    things.push({ start, end });
    behind = end;
  }
  addAddresses(text.length);
  const fits = ({ start, end }: Range) => end - start <= codePoints || [...text.slice(start, end)].length <= codePoints;
  return [blocks.filter(fits), things.filter(fits)];
}

/** The range that a cut at a place would go through. */
function rangeAt(ranges: readonly Range[], at: number): Range | undefined {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low - 1];
  return range !== undefined && at < range.end ? range : undefined;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where the part that begins at `from` and can reach to `room` is best cut. */
function placeToCut(text: string, from: number, room: number, wholes: Wholes): number {
  const shows = (to: number) => to > from && !isBlank(text.slice(from, to));
  let end = room;
  for (const ranges of wholes) {
    const start = rangeAt(ranges, end)?.start;
    if (start !== undefined && shows(start)) end = start;
  }
  const characters = graphemes.segment(text.slice(from, end + 32));
  const characterStart = (at: number) => from + (characters.containing(at - from)?.index ?? 0);
  const middle = from + (end - from) / 2;
  for (const isPlace of [endsBlock, endsLine, endsSentence, endsWord]) {
    for (let at = end; at > middle; at--) {
      if (!isPlace(text, at) || wholes.some(ranges => rangeAt(ranges, at)) || characterStart(at) !== at) continue;
      if (shows(at)) return at;
    }
  }
  const start = characterStart(end);
  if (shows(start)) return start;
  // A single character that fits no message: at least not between the two halves of a code point.
  return (text.codePointAt(end - 1) ?? 0) > 0xffff ? end - 1 : end;
}

function endsBlock(text: string, at: number): boolean {
  return text[at - 1] === '\n' && text[at - 2] === '\n';
}

function endsLine(text: string, at: number): boolean {
  return text[at - 1] === '\n';
}

function endsSentence(text: string, at: number): boolean {
  const last = text[at - 1] ?? '';
  if ('。？！；'.includes(last)) return !'。？！；”’」』）'.includes(text[at] ?? ' ');
  if ('”’」』）'.includes(last)) return '。？！；'.includes(text[at - 2] ?? ' ');
  return last === ' ' && '.?!;'.includes(text[at - 2] ?? ' ');
}

function endsWord(text: string, at: number): boolean {
  return /\s/.test(text[at - 1] ?? '');
}
