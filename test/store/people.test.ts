import { expect, test } from 'vitest';
import { openPeople, SEEN_MS } from '../../src/store/people.ts';
import { overDatabases } from './databases.ts';

overDatabases(fresh => {
  test('somebody is counted once, however often and from however many processes they are seen', async () => {
    const store = await fresh.store();
    const people = openPeople(store, { now: () => 5 });
    await Promise.all([1, 1, 2, 1, 2].map(id => people.see(id)));
    expect(await people.count()).toBe(2);
  });

  test('when somebody was last seen is written at most once an hour', async () => {
    const store = await fresh.store();
    const clock = { now: 1000 };
    const people = openPeople(store, { now: () => clock.now });
    const seen = async () =>
      await store.db.selectFrom('people').select(['first_seen_at', 'last_seen_at']).executeTakeFirst();
    await people.see(1);
    clock.now += SEEN_MS - 1;
    await people.see(1);
    expect(await seen()).toEqual({ first_seen_at: 1000, last_seen_at: 1000 });
    clock.now += 1;
    await people.see(1);
    expect(await seen()).toEqual({ first_seen_at: 1000, last_seen_at: 1000 + SEEN_MS });
  });

  test('a chosen language is kept, changed and taken back, also before the person was seen', async () => {
    const people = openPeople(await fresh.store(), { now: () => 5 });
    expect(await people.language(1)).toBeUndefined();
    await people.setLanguage(1, 'zh');
    await people.see(1);
    expect(await people.language(1)).toBe('zh');
    await people.setLanguage(1, 'en');
    expect(await people.language(1)).toBe('en');
    await people.setLanguage(1, undefined);
    expect(await people.language(1)).toBeUndefined();
    expect(await people.count()).toBe(1);
  });
});
