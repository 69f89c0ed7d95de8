import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { percentile } from '../src/eval/measure.ts';
import { ABOUT } from '../src/eval/phrases.ts';
import { proseOf } from '../src/eval/prose.ts';
import { pick, randomFrom } from '../src/eval/random.ts';
import { folderOf, SETS, withTemporaryFolder, ZONE } from '../src/eval/sets.ts';
import { createLog } from '../src/log.ts';
import { type Attack, createAdversary, leaked, shown } from '../test/answer/verify/adversary.ts';
import { sourcesIn, startModelServer } from '../test/openai/server.ts';

// node bench/answer.ts [answers=1000] [seed=1]: how answers come out of a model that invents: addresses, days, numbers,
// titles, claims, citations and forged lines, half of them in each language, over the entries of both graded digests,
// from the question to the final text through a server on the loopback. Bars: nothing that it invents is in an answer, and
// the first words are shown within 100 ms of the server's sending them.

const wanted = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? 1);
const FIRST_WORDS_MS = 100;

type Tried = {
  language: 'en' | 'zh';
  leaks: string[];
  told: number;
  kept: number;
  written: boolean;
  ms: number;
  first: number[];
};

const random = randomFrom(seed);
const server = await startModelServer();
const tried: Tried[] = [];
const made = (): Attack | undefined => turn.attack;
/** What the model is at. */
const turn: { attack?: Attack | undefined; sent: number; language: 'en' | 'zh' } = { sent: 0, language: 'en' };

server.answers(request => {
  const sources = sourcesIn(request).map(({ number = 0, ...source }) => ({ ...source, ordinal: number }));
  // A rewording is asked for without sources: this model has nothing to say to it.
  if (sources.length === 0) return 'no';
  const attack = createAdversary(sources, { random, language: turn.language })();
  turn.attack = attack;
  return {
    text: attack.answer,
    between(index) {
      if (index === 0) turn.sent = performance.now();
    },
  };
});

try {
  for (const set of SETS) {
    await withTemporaryFolder(async folder => {
      const settings = { DIGEST_DIR: folderOf(set), DATA_DIR: folder, TIMEZONE: ZONE, ...server.settings() };
      const app = await createApp({ config: readConfig(settings), log: createLog('silent'), now: () => new Date() });
      try {
        await app.ingest({});
        const entries = await app.library.entries();
        const until = set === SETS[0] ? wanted / 2 : wanted;
        const asked = new Set<string>();
        for (let round = 0; tried.length < until && round < 20 * wanted; round++) {
          turn.language = round % 2 === 0 ? 'en' : 'zh';
          const question = pick(ABOUT[turn.language], random).replace('{}', pick(entries, random).title);
          // The same question would be answered from what is kept.
          if (asked.has(question)) continue;
          asked.add(question);
          const one = await ask(app, question);
          if (one !== undefined) tried.push(one);
        }
      } finally {
        await app.close();
      }
    });
  }
} finally {
  await server.close();
}

async function ask(app: Awaited<ReturnType<typeof createApp>>, text: string): Promise<Tried | undefined> {
  const { language } = turn;
  turn.attack = undefined;
  let first: number | undefined;
  const started = performance.now();
  const answer = await app.write(
    { mode: 'answer', question: { ...app.understand(text), language } },
    {
      onDraft({ text: stands, tail }) {
        if (made() !== undefined && `${stands}${tail}` !== '') first ??= performance.now() - turn.sent;
      },
    },
  );
  const ms = performance.now() - started;
  const attack = made();
  if (attack === undefined) return undefined;
  const { leaks, honest } = attack;
  const said = shown(answer.text.replace(/\[\d+\]/g, ''));
  return {
    language,
    leaks: leaks.filter(leak => leaked(answer.text, leak)).map(({ kind, sentence }) => `${kind}: ${sentence.trim()}`),
    told: honest.length,
    kept: honest.filter(sentence => said.includes(shown(sentence.replace(/\[\d+\]/g, '')))).length,
    written: proseOf(answer.text) !== answer.text.trim(),
    ms,
    first: first === undefined ? [] : [first],
  };
}

const CELL = 14;
const row = (name: string, ...cells: readonly (string | number)[]) =>
  console.log(`${name.padEnd(30)}${cells.map(cell => String(cell).padStart(CELL)).join('')}`);
const at = (share: number, values: readonly number[]) => `${(percentile(share, values) ?? 0).toFixed(1)} ms`;
const share = (part: number, whole: number) => (part / (whole || 1)).toFixed(3);

row('', 'English', 'Chinese', 'both');
const columns = [tried.filter(one => one.language === 'en'), tried.filter(one => one.language === 'zh'), tried];
const each = (name: string, measure: (some: readonly Tried[]) => string | number) => row(name, ...columns.map(measure));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
each('answers', some => some.length);
each('leaks', some => sum(some.map(({ leaks }) => leaks.length)));
each('in the model’s words', some => share(some.filter(({ written }) => written).length, some.length));
each('honest sentences kept', some => share(sum(some.map(({ kept }) => kept)), sum(some.map(({ told }) => told))));
each('first words, p50', some =>
  at(
    0.5,
    some.flatMap(({ first }) => first),
  ),
);
each('first words, p95', some =>
  at(
    0.95,
    some.flatMap(({ first }) => first),
  ),
);
each('an answer, p50', some =>
  at(
    0.5,
    some.map(({ ms }) => ms),
  ),
);
each('an answer, p95', some =>
  at(
    0.95,
    some.map(({ ms }) => ms),
  ),
);
const leaks = tried.flatMap(one => one.leaks);
for (const leak of leaks.slice(0, 40)) console.log(`  leaked: ${leak}`);
const late =
  percentile(
    0.95,
    tried.flatMap(({ first }) => first),
  ) ?? 0;
if (leaks.length > 0 || late > FIRST_WORDS_MS) process.exitCode = 1;
