import { setTimeout } from 'node:timers/promises';
import { atPlace, cpuSeconds, type Figure, questions, statusMB, timed } from './place.ts';

const SECONDS = 60;

/** What the bot costs while nobody asks, after it has answered. */
export function idle(): Promise<Figure[]> {
  return atPlace(async ({ emulator, launch }) => {
    const { pid } = launch();
    for (const text of await questions(20)) await timed(emulator, emulator.person(), text);
    await setTimeout(5_000);
    const before = await cpuSeconds(pid);
    await setTimeout(SECONDS * 1_000);
    const cpu = (await cpuSeconds(pid)) - before;
    return [
      { what: `CPU over ${SECONDS} s, of one core`, is: (100 * cpu) / SECONDS, unit: '%', most: 1 },
      { what: 'memory (RSS)', is: await statusMB(pid, 'VmRSS'), unit: 'MB', most: 350 },
      { what: 'at its highest', is: await statusMB(pid, 'VmHWM'), unit: 'MB' },
    ];
  });
}
