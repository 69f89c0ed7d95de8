import { atPlace, type Figure, quantile, questions, timed } from './place.ts';

const PEOPLE = 200;

/** How long people wait of whom each asks something else at the same moment. */
export function crowd(): Promise<Figure[]> {
  return atPlace(async ({ emulator, launch }) => {
    launch();
    await timed(emulator, emulator.person(), 'GAN');
    const asked = await questions(PEOPLE);
    const waits = await Promise.all(asked.map(text => timed(emulator, emulator.person(), text)));
    return [
      { what: `${PEOPLE} ask at once: answered`, is: waits.length },
      { what: 'refused by Telegram', is: emulator.rejected().length, most: 0 },
      { what: 'from question to answer, half of them', is: quantile(waits, 0.5), unit: 'ms' },
      { what: '95 of 100', is: quantile(waits, 0.95), unit: 'ms', most: 2_000 },
      { what: 'longest', is: Math.max(...waits), unit: 'ms' },
    ];
  });
}
