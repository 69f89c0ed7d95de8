import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { telegramTexts } from '../../src/chat/telegram/texts.ts';
import type { Person } from '../../test/bot-api/emulator.ts';
import { atPlace, type Figure, type Place, questions, saidTo, seen } from './place.ts';

const PEOPLE = 100;
const EACH = 10;
const KILLS = 10;
/** The messages come over so long a time; people write one every few seconds. */
const OVER_MS = 45_000;
/** From a start to the next kill: during the start, while it catches up, or later. */
const LIFE_MS = { least: 200, most: 6_000 };
const GAP = telegramTexts.en.mayBeMissing;

/**
 * What becomes of a thousand messages while the bot is killed and started again and again. A message is answered when
 * its answer is there; or when its person was told that one may be missing, where the program was killed just as it sent it.
 */
export function kills(): Promise<Figure[]> {
  return atPlace(async place => {
    const { emulator, state, launch } = place;
    let bot = launch();
    const answers = await answersApart(place);
    const asked = [...answers.keys()];
    const people = Array.from({ length: PEOPLE }, () => emulator.person({ languageCode: 'en' }));
    const updates = new Map<number, { person: Person; answer: string }>();
    const writing = Promise.all(
      people.map(async person => {
        const moments = asked.map(() => Math.random() * OVER_MS).sort((a, b) => a - b);
        let at = 0;
        for (const [index, moment] of moments.entries()) {
          await setTimeout(moment - at);
          at = moment;
          const text = asked[index] ?? '';
          updates.set(emulator.say(person, text).updateId, { person, answer: answers.get(text) ?? '' });
        }
      }),
    );
    const inFlight = new Set<number>();
    for (let count = 0; count < KILLS; count += 1) {
      await setTimeout(LIFE_MS.least + Math.random() * (LIFE_MS.most - LIFE_MS.least));
      await bot.end('SIGKILL');
      for (const id of begunIn(join(state, 'noted.sqlite'))) inFlight.add(id);
      bot = launch();
    }
    await writing;

    const timesOf = ({ person, answer }: { person: Person; answer: string }) =>
      saidTo(emulator, person).filter(text => text === answer).length;
    const gapsOf = (person: Person) => saidTo(emulator, person).filter(text => text === GAP).length;
    const missingOf = (person: Person) =>
      [...updates.values()].filter(update => update.person === person && timesOf(update) === 0).length;
    const lost = () => people.reduce((sum, person) => sum + Math.max(0, missingOf(person) - gapsOf(person)), 0);
    await seen(emulator, 'an answer to each', () => lost() === 0).catch(() => undefined);
    await bot.end();

    const twice = [...updates].filter(([, update]) => timesOf(update) > 1).map(([id]) => id);
    return [
      { what: 'messages', is: updates.size },
      { what: 'kills', is: KILLS },
      { what: 'in work at a kill', is: inFlight.size },
      { what: 'lost', is: lost(), most: 0 },
      { what: 'not answered, but told', is: people.reduce((sum, person) => sum + missingOf(person), 0) - lost() },
      { what: 'told that one may be missing', is: people.reduce((sum, person) => sum + gapsOf(person), 0) },
      { what: 'answered twice', is: twice.length },
      { what: 'of them not in work at a kill', is: twice.filter(id => !inFlight.has(id)).length, most: 0 },
      { what: 'refused by Telegram', is: emulator.rejected().filter(({ status }) => status !== 429).length, most: 0 },
      { what: '429, since a new start knows nothing of the old pace', is: emulator.rejected().length },
    ];
  });
}

/** Questions whose answers all differ and are one message each, with the answers. */
async function answersApart({ emulator }: Place): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const text of await questions(40)) {
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, text);
    await seen(emulator, `an answer to ${text}`, () => saidTo(emulator, person).length > 0);
    const [answer = ''] = saidTo(emulator, person);
    if (![...found.values()].includes(answer)) found.set(text, answer);
    if (found.size === EACH) return found;
  }
  throw new Error('Too few questions have answers of their own.');
}

/** The updates that were begun and not ended, in a store whose bot was killed; none before the first start made one. */
function begunIn(file: string): number[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare("select update_id as id from updates where state = 'pending' and attempts > 0").all();
    return rows.map(({ id }) => Number(id));
  } finally {
    database.close();
  }
}
