import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Emulator } from '../bot-api/emulator.ts';
import { ended, type Run, type RunOptions, start } from './program.ts';

export type Bot = ReturnType<typeof startBot>;

/**
 * Starts the bot in a process of its own, on an emulator in this one. Its log has every level unless the settings say
 * otherwise. It does not outlive this process.
 */
export function startBot({ root, token }: Pick<Emulator, 'root' | 'token'>, options: RunOptions = {}) {
  const settings = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: root, LOG_LEVEL: 'trace', ...options.settings };
  const child = start(['start'], { ...options, settings });
  child.stdin.end();
  const over = ended(child);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  over.then(
    () => process.off('exit', kill),
    () => undefined,
  );
  const said: string[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stderr).on('line', line => {
    said.push(line);
    for (const look of [...waiting]) look();
  });

  return {
    pid: child.pid,
    /** the lines on standard error so far */ said: said as readonly string[],
    over,
    /** Resolves once a line on standard error has this in it. */
    says(text: string): Promise<void> {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const look = () => {
        if (!said.some(line => line.includes(text))) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      const gone = () => reject(new Error(`The bot ended without saying ${JSON.stringify(text)}:\n${said.join('\n')}`));
      over.then(gone, reject);
      return promise;
    },
    /** Ends it; resolves when it has ended. */
    end(signal: 'SIGTERM' | 'SIGKILL' | 'SIGUSR2' = 'SIGTERM'): Promise<Run> {
      child.kill(signal);
      return over;
    },
  };
}

/** A port of the loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
