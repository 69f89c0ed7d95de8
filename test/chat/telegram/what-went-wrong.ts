import fc from 'fast-check';
import type { Call, Emulator } from '../../bot-api/emulator.ts';
import type { Serving } from './serving.ts';
import { CANARY, placesIn, updatesOfAnyKind } from './updates-of-any-kind.ts';

/** What Telegram says of ids that were made up; a bot can do nothing about it. */
const MADE_UP = /query is too old|message thread not found|message to edit not found|message can't be edited/;

/**
 * Sends so many updates of any kind to the bot, in so many private chats and half as many groups, and tells what went
 * wrong by then: updates that failed, errors in the log, secrets or people's words in it, calls that Telegram refused.
 */
export async function whatWentWrong(
  {
    emulator,
    log,
    handled,
    rows,
  }: Pick<Serving, 'emulator' | 'handled' | 'rows'> & { log: Pick<Serving['log'], 'lines'> },
  { updates, places: count, seed }: { updates: number; places: number; seed: number },
): Promise<string[]> {
  const places = placesIn(emulator, count);
  const sample = fc.sample(updatesOfAnyKind(places), { seed, numRuns: updates });
  // Telegram sends only the kinds that it is asked for, unless they waited from before; the empty member lets them all in.
  const ids = sample.map(update => emulator.push({ message: undefined, ...update }));
  await handled(ids);
  const wrong = new Set<string>();
  for (const { state, update_id } of rows().updates ?? []) {
    const index = ids.indexOf(Number(update_id));
    if (state !== 'done') wrong.add(`update ${update_id} ${state}: ${JSON.stringify(sample[index]).slice(0, 500)}`);
  }
  for (const line of log.lines) {
    const told = JSON.stringify(line);
    if (Number(line.level) >= 50) wrong.add(told);
    if (told.includes(CANARY)) wrong.add(`somebody’s words in the log: ${told}`);
    if (told.includes(secretOf(emulator))) wrong.add(`the token in the log: ${told}`);
  }
  const known = new Set(places.map(({ chat }) => chat.id));
  for (const call of emulator.rejected())
    if (!isMadeUp(call, known)) wrong.add(`refused: ${JSON.stringify(call).slice(0, 1000)}`);
  for (const { method, payload } of emulator.calls) {
    if (JSON.stringify(payload).includes(secretOf(emulator))) wrong.add(`the token in ${method}`);
  }
  return [...wrong];
}

function isMadeUp({ payload, response }: Call, known: ReadonlySet<number>): boolean {
  const description = response?.description ?? '';
  return MADE_UP.test(description) || (/chat not found/.test(description) && !known.has(Number(payload.chat_id)));
}

function secretOf({ token }: Emulator): string {
  return token.slice(token.indexOf(':') + 1);
}
