import { until } from '../../test/until.ts';
import { atPlace, type Figure, quantile, questions, saidTo, timed } from './place.ts';

const ROUNDS = 15;

/** Whether somebody waits longer for an answer while Telegram takes five seconds over one to somebody else. */
export function slow(): Promise<Figure[]> {
  return atPlace(async ({ emulator, launch }) => {
    launch();
    const asked = await questions(ROUNDS);
    for (const text of asked) await timed(emulator, emulator.person(), text);
    const alone: number[] = [];
    const beside: number[] = [];
    for (const text of asked) {
      alone.push(await timed(emulator, emulator.person(), text));
      const other = emulator.person();
      emulator.fault({ method: 'sendMessage', chatId: other.id, how: { delayMs: 5_000 } });
      emulator.say(other, text);
      await until(() => saidTo(emulator, other).length > 0);
      beside.push(await timed(emulator, emulator.person(), text));
    }
    const [one, two] = [quantile(alone, 0.5), quantile(beside, 0.5)];
    return [
      { what: 'an answer alone, median', is: one, unit: 'ms' },
      { what: 'beside one whose reply takes 5 s, median', is: two, unit: 'ms' },
      { what: 'longest', is: Math.max(...beside), unit: 'ms' },
      { what: 'difference', is: two - one, unit: 'ms', most: 100 },
    ];
  });
}
