/** Words in order of appearance, each once. A handful is looked through; thousands, in hostile text, are kept in a set too. */
export type Once = { words: string[]; seen: Set<string> | undefined };

export function addOnce(once: Once, word: string): void {
  if (once.words.length === 50) once.seen = new Set(once.words);
  if (once.seen?.has(word) ?? once.words.includes(word)) return;
  once.seen?.add(word);
  once.words.push(word);
}
