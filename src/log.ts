import { pino } from 'pino';

/** Writes events as one JSON line each on standard error: what happened and numbers, never a secret or a message's text. */
export type Log = pino.Logger;

/** A log that leaves out events below the level. */
export function createLog(level: pino.LevelWithSilent): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
