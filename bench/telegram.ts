import { backlog } from './telegram/backlog.ts';
import { crowd } from './telegram/crowd.ts';
import { fuzz } from './telegram/fuzz.ts';
import { idle } from './telegram/idle.ts';
import { kills } from './telegram/kills.ts';
import type { Figure } from './telegram/place.ts';
import { slow } from './telegram/slow.ts';
import { start } from './telegram/start.ts';
import { stream } from './telegram/stream.ts';

// node bench/telegram.ts [kills] [slow] [crowd] [start] [backlog] [fuzz] [idle] [stream]: how the bot does in a process of its own, over
// the seed, against a Bot API in this one that judges as strictly as Telegram. All of them where none is named. Prints
// figures beside their bars on two cores, and ends with 1 where one is missed.

const benches: Record<string, () => Promise<Figure[]>> = { kills, slow, crowd, start, backlog, fuzz, idle, stream };

const named = process.argv.slice(2);
const unknown = named.filter(name => benches[name] === undefined);
if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches)}.`);

for (const [name, bench] of Object.entries(benches)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const began = performance.now();
  const figures = await bench();
  console.log(`\n${name} (${Math.round((performance.now() - began) / 1000)} s)`);
  for (const { what, is, most, unit = '' } of figures) {
    const missed = most !== undefined && !(is <= most);
    if (missed) process.exitCode = 1;
    const bar = most === undefined ? '' : `  at most ${most}${missed ? '  MISSED' : ''}`;
    console.log(`  ${what.padEnd(66)}${`${Math.round(is * 100) / 100} ${unit}`.padStart(12)}${bar}`);
  }
}
