import type { Hit, Mention } from '../library/library.ts';
import { fold } from '../model/offline/tokens.ts';
import type { Question } from './question.ts';
import { type Unit, unitsOf } from './rank.ts';
import { filterOf, type Searchable } from './retrieve.ts';

/**
 * Every entry that mentions the topic, in digest order: exact, so that they can be counted. The first of these ways
 * that finds any decides: the topic stands in the entry as it was asked; all of its words do; all of its words do by
 * their meaning, in the other language.
 */
export async function mentions(question: Question, library: Searchable): Promise<Mention[]> {
  const units = unitsOf(question.topic, library).filter(unit => unit.weight > 0);
  const strong = units.filter(unit => unit.terms.length > 0);
  if (strong.length === 0) return [];
  const filter = filterOf(question);
  const written = await library.mentions(
    strong.flatMap(({ terms, script }) => (script === 'han' ? terms : terms.slice(0, 1))),
    filter,
  );
  const pattern = phrasePattern(question.topic);
  const phrase = written.filter(({ text }) => pattern.test(fold(text)));
  if (phrase.length > 0) return phrase;
  if (written.length > 0) return written;
  const [rarest] = [...strong].sort((one, other) => other.weight - one.weight);
  if (rarest === undefined) return [];
  const meant = await library.matching('glosses', rarest.senses.slice(0, SENSES).flat(), {
    filter,
    limit: library.size(),
  });
  const ids = meant.filter(hit => strong.every(unit => means(hit, unit))).map(({ entry }) => entry.id);
  // Asked for once more: only the library knows the digest's order.
  return ids.length === 0 ? [] : library.entries({ ids });
}

/** Senses of a word by which it is taken to be mentioned: the rarer ones would count what is not meant. */
const SENSES = 2;

/** Finds the topic in folded texts (see `fold`), not as a part of a longer Latin word. */
export function phrasePattern(topic: string): RegExp {
  const sought = fold(topic)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\s+/g, '\\s*');
  const from = /^[a-z0-9]/.test(sought) ? '(?<![a-z0-9])' : '';
  const to = /[a-z0-9]$/.test(sought) ? '(?![a-z0-9])' : '';
  return new RegExp(from + sought + to, 'u');
}

function means({ terms, glosses }: Hit, unit: Unit): boolean {
  if (unit.terms.every(term => terms.includes(term))) return true;
  return unit.senses.slice(0, SENSES).some(sense => sense.every(stem => glosses.includes(stem)));
}
