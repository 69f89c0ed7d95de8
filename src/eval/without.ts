import type { Searchable } from '../answer/retrieve.ts';
import type { Filter } from '../library/catalog.ts';
import type { Hit } from '../library/library.ts';

/** The library as it would be without these entries. They are given as a search finds them, with their tokens. */
export function without(library: Searchable, hits: readonly Hit[]): Searchable {
  const hidden = new Map(hits.map(hit => [hit.entry.id, hit]));
  const ids = [...hidden.keys()];
  const tokens = [...hidden.values()].map(({ terms, glosses }) => ({
    terms: new Set(terms),
    glosses: new Set(glosses),
  }));
  const left = <T>(items: readonly T[], idOf: (item: T) => string): T[] => {
    return items.filter(item => !hidden.has(idOf(item)));
  };
  const countHidden = (filter: Filter) =>
    library.count({ ...filter, ids: filter.ids?.filter(id => hidden.has(id)) ?? ids });
  return {
    size: () => library.size() - hidden.size,
    count: (filter = {}) => library.count(filter) - countHidden(filter),
    span: () => library.span(),
    // As many more are read as could be hidden, so that as many as wanted are left.
    async entries(filter, { limit = Number.POSITIVE_INFINITY, offset = 0, newestFirst = false } = {}) {
      const entries = await library.entries(filter, { limit: offset + limit + hidden.size, newestFirst });
      return left(entries, ({ id }) => id).slice(offset, offset + limit);
    },
    byIds: ids => library.byIds(ids.filter(id => !hidden.has(id))),
    async matching(space, wanted, options) {
      const found = await library.matching(space, wanted, { ...options, limit: options.limit + hidden.size });
      return left(found, ({ entry }) => entry.id).slice(0, options.limit);
    },
    async mentions(wanted, filter) {
      return left(await library.mentions(wanted, filter), ({ id }) => id);
    },
    async candidates(sought, { matching, nearest, ...rest }) {
      const more = { matching: matching + hidden.size, nearest: nearest + hidden.size };
      return left(await library.candidates(sought, { ...rest, ...more }), ({ id }) => id);
    },
    frequency(space, token) {
      const gone = tokens.filter(own => own[space].has(token)).length;
      return Math.max(0, library.frequency(space, token) - gone);
    },
    averageLength: space => library.averageLength(space),
  };
}
