import { atPlace, cpuSeconds, type Figure, quantile, questions, timed } from './place.ts';

const PEOPLE = 200;
/** The best of them counts, for others may work on the machine. */
const ROUNDS = 3;

/** How long people wait of whom each asks something else at the same moment. */
export function crowd(): Promise<Figure[]> {
  return atPlace(async ({ emulator, launch }) => {
    const { pid } = launch();
    await timed(emulator, emulator.person(), 'GAN');
    const asked = await questions(PEOPLE);
    const rounds: { waits: number[]; cpu: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = await cpuSeconds(pid);
      const waits = await Promise.all(asked.map(text => timed(emulator, emulator.person(), text)));
      rounds.push({ waits, cpu: (await cpuSeconds(pid)) - before });
    }
    const best = rounds.toSorted((a, b) => quantile(a.waits, 0.95) - quantile(b.waits, 0.95))[0]?.waits ?? [];
    return [
      { what: `${PEOPLE} ask at once, ${ROUNDS} times: answered`, is: rounds.flatMap(({ waits }) => waits).length },
      { what: 'refused by Telegram', is: emulator.rejected().length, most: 0 },
      ...rounds.flatMap(({ waits, cpu }, round) => [
        { what: `round ${round + 1}, 95 of 100 within`, is: quantile(waits, 0.95), unit: 'ms' },
        { what: 'the time of processors for an answer', is: (cpu / PEOPLE) * 1_000, unit: 'ms' },
      ]),
      { what: 'best round: half of them within', is: quantile(best, 0.5), unit: 'ms' },
      { what: '95 of 100', is: quantile(best, 0.95), unit: 'ms', most: 2_000 },
      { what: 'longest', is: Math.max(...best), unit: 'ms' },
    ];
  });
}
