import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until } from '../../test/until.ts';
import { atPlace, type Figure, questions, saidTo, seen } from './place.ts';

const PEOPLE = 200;

/** How fast a bot works off what a killed one had taken in, beside what comes from Telegram only now. */
export function backlog(): Promise<Figure[]> {
  return atPlace(async ({ emulator, state, launch }) => {
    const asked = await questions(PEOPLE);
    const round = () => asked.map(text => [emulator.person(), text] as const);
    const answers = (people: ReturnType<typeof round>) =>
      people.filter(([person]) => saidTo(emulator, person).length > 0).length;

    const fresh = round();
    let bot = launch();
    await bot.says('"ready"');
    let began = performance.now();
    for (const [person, text] of fresh) emulator.say(person, text);
    await seen(emulator, 'answers to all', () => answers(fresh) === PEOPLE);
    const freshMs = performance.now() - began;

    const left = round();
    const ids = left.map(([person, text]) => emulator.say(person, text).updateId);
    const file = join(state, 'noted.sqlite');
    // Of the calls that confirm them, the last is not seen until something new comes.
    await until(() => countIn(file, `update_id >= ${Math.min(...ids)}`) === PEOPLE);
    await bot.end('SIGKILL');
    const pending = countIn(file, "state = 'pending'");
    bot = launch();
    await bot.says('"ready"');
    began = performance.now();
    await seen(emulator, 'answers to all', () => answers(left) === PEOPLE);
    const leftMs = performance.now() - began;
    return [
      { what: `${PEOPLE} questions that come from Telegram`, is: (PEOPLE / freshMs) * 1000, unit: '/s' },
      { what: 'left in the inbox by a kill', is: pending },
      { what: 'worked off after the next start', is: (pending / leftMs) * 1000, unit: '/s' },
      { what: 'all answered after', is: leftMs, unit: 'ms' },
    ];
  });
}

/** How many updates of a store are so. */
function countIn(file: string, condition: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(database.prepare(`select count(*) as n from updates where ${condition}`).get()?.n);
  } finally {
    database.close();
  }
}
