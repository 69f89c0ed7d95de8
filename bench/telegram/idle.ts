import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { atPlace, type Figure, questions, timed } from './place.ts';

const SECONDS = 60;
/** Linux counts a process's time in hundredths of a second: sysconf(_SC_CLK_TCK) is 100 wherever Node runs. */
const TICKS = 100;

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

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 14 and 15, counted behind the name in brackets. */
async function cpuSeconds(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function statusMB(pid: number | undefined, name: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
}
