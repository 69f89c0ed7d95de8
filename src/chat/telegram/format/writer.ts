import { isSafeLink, linksItself } from './link.ts';
import { type Entity, excerpt, isBlank, LONGEST_BLANK, type Rich } from './rich.ts';

/** What an entity says besides where it is. */
type Mark = Omit<Entity, 'offset' | 'length'>;

/** Writes a text with entities from its beginning to its end. */
export type Writer = {
  write(text: string): void;
  /** writes an address that stands for itself: a link to its exact extent where Telegram does not make the same one */
  writeUrl(url: string): void;
  /** what `body` writes is marked; within a mark of the same kind it is so already */
  within(mark: Mark, body: () => void): void;
  /** code, which Telegram lets stand within no other mark but a quotation: the others go on behind it */
  writeCode(mark: Mark, code: string): void;
  /** whether nothing is written on the line yet */
  atLineStart(): boolean;
  /** the whole without white space around it and what goes with it */
  finish(): Rich;
};

export function createWriter(): Writer {
  let text = '';
  const entities: Entity[] = [];
  let open: Entity[] = [];
  const bare = new Set<Entity>();
  let last = '\n';
  let blank = 0;

  const write = (more: string) => {
    const shows = more.length - blankAtEnd(more);
    blank = shows > 0 ? more.length - shows : blank + more.length;
    // What is left of marks around nothing can come to more than the Markdown had in a row.
    if (blank > LONGEST_BLANK && shows === 0) return;
    text += more;
    last = more.at(-1) ?? last;
  };
  const begin = (mark: Mark): Entity => {
    const entity = { ...mark, offset: text.length, length: 0 };
    entities.push(entity);
    return entity;
  };
  const end = (entity: Entity) => {
    entity.length = text.length - entity.offset;
  };
  const isOpen = (...types: Entity['type'][]) => open.some(({ type }) => types.includes(type));

  return {
    write,
    writeUrl(url) {
      if (isOpen('text_link')) return write(url);
      const entity = begin({ type: 'text_link', url });
      write(url);
      end(entity);
      bare.add(entity);
    },
    within(mark, body) {
      if (isOpen(mark.type)) return body();
      open.push(begin(mark));
      body();
      const entity = open.pop();
      if (entity !== undefined) end(entity);
    },
    writeCode(mark, code) {
      if (isOpen('text_link')) return write(code);
      const interrupted = open.filter(({ type }) => type !== 'blockquote');
      for (const entity of interrupted) end(entity);
      const entity = begin(mark);
      write(code);
      end(entity);
      open = open.map(one => (interrupted.includes(one) ? begin(one) : one));
    },
    atLineStart: () => last === '\n',
    finish() {
      if (isBlank(text)) return { text: '', entities: [] };
      const needed = entities.filter(entity => !bare.has(entity) || needsLink(text, entity));
      const from = /^(?:\s*\n)?/.exec(text)?.[0].length ?? 0;
      return excerpt({ text, entities: needed }, from, endOf(text));
    },
  };
}

/** Where a text ends without the lines behind it that show nothing: a message of these alone would be refused. */
function endOf(text: string): number {
  const start = text.length - blankAtEnd(text);
  const space = text.slice(start).search(/\s/);
  return space < 0 ? text.length : start + space;
}

function blankAtEnd(text: string): number {
  let at = text.length;
  while (at > 0 && isBlank(text.charAt(at - 1))) at--;
  return text.length - at;
}

/** Whether an address needs an entity to become the link that it is, and Telegram would take one. */
function needsLink(text: string, { offset, length, url = '' }: Entity): boolean {
  if (!isSafeLink(url)) return false;
  // Telegram takes letters of any script into a link that it finds, up to the next white space.
  const apart =
    /^[\s(]?$/.test(text.slice(Math.max(0, offset - 1), offset)) && /^\s?$/.test(text.charAt(offset + length));
  return !apart || !linksItself(url);
}
