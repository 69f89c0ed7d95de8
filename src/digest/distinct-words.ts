/** Words in order of appearance, each list. A handful is looked through; thousands, in hostile text, are kept in a set too. */
export type DistinctWords = { words: string[]; seen: Set<string> | undefined };

/** Adds the word to `list` unless it is there. */
export function addDistinct(list: DistinctWords, word: string): void {
  if (list.words.length === 50) list.seen = new Set(list.words);
  if (list.seen?.has(word) ?? list.words.includes(word)) return;
  list.seen?.add(word);
  list.words.push(word);
}
