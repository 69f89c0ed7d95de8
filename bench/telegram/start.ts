import { atPlace, type Figure, timed } from './place.ts';

/** How long a person waits who wrote before the bot was started: over a digest that is new to it, and from then on. */
export function start(): Promise<Figure[]> {
  return atPlace(async ({ emulator, launch }) => {
    const figures: Figure[] = [];
    for (const what of ['first start', 'second', 'third']) {
      const bot = launch();
      const ms = await timed(emulator, emulator.person(), 'cross-validation');
      figures.push({ what: `${what}, to the first answer`, is: ms, unit: 'ms' });
      await bot.end();
    }
    return figures;
  });
}
