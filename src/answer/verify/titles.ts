import { letters } from './clean.ts';

/** A shorter beginning of a title may begin many a sentence. In letters. */
const SHORTEST = 4;

/** Tells whether a text ends within one of the sources' titles, at an end mark of the title's own: 怎么科学设置？人人都能… */
export function titleEnds(sources: readonly { title: string }[]): (text: string) => boolean {
  const beginnings = sources.flatMap(({ title }) =>
    [...title.matchAll(/[。！？；….!?]+(?=.*[\p{L}\p{N}])/gu)].map(({ index }) => letters(title.slice(0, index))),
  );
  const long = [...new Set(beginnings)].filter(({ length }) => length >= SHORTEST);
  return text => {
    if (long.length === 0) return false;
    const said = letters(text);
    return long.some(beginning => said.endsWith(beginning));
  };
}
