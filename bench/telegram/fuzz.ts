import { setTimeout } from 'node:timers/promises';
import { whatWentWrong } from '../../test/chat/telegram/what-went-wrong.ts';
import { queryOf } from '../../test/store/query.ts';
import { atPlace, type Figure, saidTo, seen, statusMB } from './place.ts';

const UPDATES = 10_000;
/** With fewer, each would hold up the others of its chat: Telegram takes a message a second there. */
const PLACES = 4_000;

/** What goes wrong over ten thousand updates of any kind, most of them nothing that a bot expects. */
export function fuzz(): Promise<Figure[]> {
  return atPlace(async ({ emulator, state, launch }) => {
    const bot = launch({ LOG_LEVEL: 'debug' });
    await bot.says('"ready"');
    const query = queryOf(state);
    const seed = Math.floor(Math.random() * 2 ** 31);
    const began = performance.now();
    const wrong = await whatWentWrong(
      {
        emulator,
        log: {
          get lines() {
            return bot.said.map(line => (line.startsWith('{') ? JSON.parse(line) : { level: 60, line }));
          },
        },
        async handled(ids) {
          const open = `select 1 from updates where state = 'pending'`;
          const taken = `select max(update_id) as last from updates`;
          const last = Math.max(...ids);
          while (query(taken)[0]?.last !== last || query(open).length > 0) await setTimeout(200);
        },
        rows: () => ({ updates: query('select * from updates') }),
      },
      { updates: UPDATES, places: PLACES, seed },
    );
    const seconds = (performance.now() - began) / 1_000;
    for (const line of wrong) console.error(line);
    const person = emulator.person();
    emulator.say(person, 'GAN');
    await seen(emulator, 'an answer after all that', () => saidTo(emulator, person).some(text => text.includes('GAN')));
    return [
      { what: `${UPDATES} updates, made from seed ${seed}: went wrong`, is: wrong.length, most: 0 },
      { what: 'seconds', is: seconds, unit: 's' },
      { what: 'memory (RSS) at its highest', is: await statusMB(bot.pid, 'VmHWM'), unit: 'MB' },
    ];
  });
}
