import type { Library } from '../library/library.ts';
import { countQuestions, dayQuestions } from './generate-days.ts';
import { mentionQuestions } from './generate-mentions.ts';
import { topicQuestions } from './generate-topics.ts';
import { type Generated, gather } from './material.ts';
import { randomFrom } from './random.ts';

/** Questions of a kind: enough for shares to mean something, few enough to wait for. */
const MOST = 60;

/**
 * Questions whose answers are known because they are made from the digest itself, the same for the same digest:
 * - `keyword`: the rarest words of an entry's title; `cross-lingual`: their dictionary translations
 * - `refusal`: the keyword questions once more, put to a library without the entries that hold these words
 * - `date`, `count`, `first`, `last`: what the digest's days, tags and words say
 */
export async function generate(
  library: Library,
  { most = MOST, seed = 1 }: { most?: number; seed?: number } = {},
): Promise<Generated[]> {
  const material = await gather(library, most, randomFrom(seed));
  const whole = [
    ...(await dayQuestions(material)),
    ...countQuestions(material, most),
    ...(await mentionQuestions(material)),
  ];
  return [...(await topicQuestions(material)), ...whole.map(graded => ({ graded, library }))];
}
