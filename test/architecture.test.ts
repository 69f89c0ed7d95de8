import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', 'src');

/** From the top down: each room imports only from rooms further on, or from itself. */
const ROOMS = [
  'main.ts',
  'commands',
  'serve.ts',
  'app.ts',
  'chat-model.ts',
  'embedding-model.ts',
  'eval',
  'chat',
  'answer',
  'library',
  'model',
  'http',
  'store',
  'metrics.ts',
  'log.ts',
  'config.ts',
  'digest',
  'errors.ts',
  'timing',
];

/** What of the outside world may be used where. */
const DOORS: readonly [outside: RegExp, rooms: RegExp][] = [
  [/^@lancedb\/|^apache-arrow/, /^library\//],
  [/^node:sqlite|^kysely|^pg$/, /^store\//],
  [/^telegraf|^@gramio\/types/, /^chat\/telegram\//],
  [/^marked/, /^chat\//],
  [/^prom-client/, /^metrics\.ts$/],
  [
    /^node:fs/,
    /^library\/|^store\/|^eval\/|^main\.ts$|^model\/offline\/lexicon\.ts$|^model\/prompts\.ts$|^commands\/(?:eval|doctor)\.ts$/,
  ],
  [/^@node-rs\/jieba|^stemmer/, /^model\/offline\//],
  [/^openai/, /^model\/openai\//],
  [/^pino/, /^log\.ts$/],
  [/^dotenv/, /^main\.ts$/],
  // Outgoing connections are telegraf's, through an agent of our own.
  [/^node:https?$/, /^http\/|^chat\/telegram\/outgoing\/connections\.ts$/],
  [/^node:(?:net|dgram|tls)|^undici/, /^nowhere$/],
];

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => {
    const text = readFileSync(join(SOURCE, file), 'utf8');
    const imports = [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, from]) => from ?? '');
    return { file, text, imports };
  });

const roomOf = (file: string) => ROOMS.findIndex(room => file === room || file.startsWith(`${room}/`));

/** What each file imports of the others, but for types, of which nothing is left when the program runs. */
const beside = new Map(
  files.map(({ file, text }) => {
    const imports = [...text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '(\.[^']+)'/gm)];
    return [file, imports.map(([, from]) => posix.join(posix.dirname(file), from ?? ''))];
  }),
);

/** The files through which one leads back to itself. */
function circle(file: string): string[] | undefined {
  const seen = new Set<string>();
  const follow = (path: readonly string[]): string[] | undefined => {
    for (const next of beside.get(path.at(-1) ?? '') ?? []) {
      if (next === file) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = follow([...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return follow([file]);
}

describe.each(files)('$file', ({ file, text, imports }) => {
  it('stands in a room and imports only downward', () => {
    expect(roomOf(file)).toBeGreaterThanOrEqual(0);
    for (const from of imports.filter(name => name.startsWith('.'))) {
      const target = posix.join(posix.dirname(file), from);
      expect(roomOf(target), `${file} → ${target}`).toBeGreaterThanOrEqual(roomOf(file));
    }
  });

  it('imports nothing that imports it', () => {
    expect(circle(file)?.join(' → ')).toBeUndefined();
  });

  it('opens no door that is not its own', () => {
    for (const [outside, rooms] of DOORS) {
      for (const from of imports.filter(name => outside.test(name)))
        expect(rooms.test(file), `${file} imports ${from}`).toBe(true);
    }
    expect(/\bfetch\(/.test(text), 'calls fetch').toBe(false);
    if (!/^main\.ts$|^library\/lance-settings\.ts$/.test(file)) expect(text).not.toMatch(/process\.env/);
    if (!/^main\.ts$|^app\.ts$|^serve\.ts$|^commands\/|^eval\//.test(file))
      expect(text).not.toMatch(/Date\.now|new Date\(\)|Math\.random/);
  });
});
