import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Config, readConfig, shownValue } from '../config.ts';
import type { Unplaced } from '../digest/entry.ts';
import { parse } from '../digest/parse.ts';
import { messageOf } from '../errors.ts';
import { DigestFolderError, listFolder, readDigestFile } from '../library/folder.ts';
import type { Check } from '../library/library.ts';
import { rankOf } from '../model/offline/lexicon.ts';
import { offlineAnalyzer } from '../model/offline/tokens.ts';
import { readArguments } from './arguments.ts';
import type { Command, Context, Terminal } from './command.ts';
import { modelFindings } from './doctor-model.ts';
import { storeFindings, telegramFindings } from './doctor-telegram.ts';
import type { Finding } from './finding.ts';
import { print } from './print.ts';
import { describeTroubles } from './progress.ts';

/** Settings that this version acts on. */
const USED: readonly string[] = [
  'TELEGRAM_BOT_TOKEN',
  'TELEGRAM_API_ROOT',
  'DIGEST_DIR',
  'DATA_DIR',
  'DATABASE_URL',
  'LIBRARY_URI',
  'ADMINS',
  'CONTRIBUTORS',
  'ALLOWED_CHATS',
  'TIMEZONE',
  'LANGUAGE',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_CHAT_MODEL',
  'OPENAI_EMBEDDING_MODEL',
  'OPENAI_EMBEDDING_BASE_URL',
  'OPENAI_EMBEDDING_API_KEY',
  'OPENAI_EMBEDDING_DIMENSIONS',
  'ANSWER_SECONDS',
  'QUESTIONS_PER_DAY',
  'LLM_TOKENS_PER_DAY',
  'HTTP_PORT',
  'HTTP_HOST',
  'WEBHOOK_URL',
  'WEBHOOK_SECRET',
  'LOG_LEVEL',
];

/** `noted doctor`: what works, what does not, and what to do about it. Fails where something does not work. */
export const doctor: Command = async context => {
  const { args, terminal, config } = context;
  readArguments(args, { options: {}, usage: 'doctor' });
  let failed = false;
  const say = async (findings: readonly Finding[]) => {
    for (const { mark, text } of findings) {
      failed ||= mark === '✗';
      await print(terminal.output, `${mark} ${text}`);
    }
  };
  await say([programOf(), ...settingsOf(config)]);
  await say(await digestFindings(config.DIGEST_DIR));
  const writable = await dataFinding(config.DATA_DIR);
  await say([writable]);
  // Opening the library makes its folder, which cannot be where nothing can be written.
  if (writable.mark === '✓') await say(await libraryFindings(context));
  await say([lexiconFinding(), ...terminalFindings(terminal, config)]);
  await say(await modelFindings(config, context.signal));
  if (writable.mark === '✓') await say(await storeFindings(config));
  await say(await telegramFindings(config));
  return failed ? 1 : 0;
};

function programOf(): Finding {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  const program = z.object({ version: z.string() }).parse(JSON.parse(text));
  return {
    mark: '✓',
    text: `noted ${program.version} on Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  };
}

function settingsOf(config: Config): Finding[] {
  const usual = new Map(Object.entries(readConfig({})));
  const set = Object.entries(config).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual.get(name)),
  );
  const shown = set.map(
    ([name, value]) => `${name}${(USED.includes(name) && describeValue(name, value)) || ' is set'}`,
  );
  const idle = set.map(([name]) => name).filter(name => !USED.includes(name));
  const later = 'the daily push is not in this version';
  return [
    { mark: '✓', text: `settings: ${shown.join(', ') || 'none set, all are as they come'}` },
    ...(idle.length === 0
      ? []
      : [
          {
            mark: '!' as const,
            text: `checked but not used yet: ${idle.join(', ')} (${later})`,
          },
        ]),
  ];
}

function describeValue(name: string, value: unknown): string | undefined {
  const text = shownValue(name, String(value));
  return text === undefined ? undefined : `=${text}`;
}

async function digestFindings(root: string): Promise<Finding[]> {
  try {
    const { files, problems } = await listFolder(root);
    const troubles = { problems: [...problems], unplaced: [] as Unplaced[] };
    let entries = 0;
    for (const found of files) {
      const content = await readDigestFile(found);
      troubles.problems.push(...content.problems);
      if (content.text === undefined) continue;
      const digest = parse(content.text, { file: found.file });
      entries += digest.entries.length;
      troubles.unplaced.push(...digest.unplaced);
    }
    const lines = describeTroubles(troubles, root);
    const text = `digest folder ${root}: ${number(entries, 'entry', 'entries')} in ${number(files.length, 'file', 'files')}`;
    const advice = entries > 0 ? '' : '. Put .md files there, or set DIGEST_DIR to the folder that has them';
    return [
      { mark: entries > 0 ? '✓' : '!', text: `${text}${advice}` },
      ...lines.map(line => ({ mark: '!' as const, text: line })),
    ];
  } catch (error) {
    if (error instanceof DigestFolderError) return [{ mark: '✗', text: error.message }];
    throw error;
  }
}

async function dataFinding(folder: string): Promise<Finding> {
  const probe = join(folder, `doctor-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'written by noted doctor');
    await rm(probe);
    return { mark: '✓', text: `data folder ${folder}: can be written` };
  } catch (error) {
    const advice = 'Give the account that runs noted the right to write there, or set DATA_DIR to another folder';
    return { mark: '✗', text: `data folder ${folder} cannot be written (${messageOf(error)}). ${advice}.` };
  }
}

async function libraryFindings({ config, open }: Context): Promise<Finding[]> {
  try {
    const app = await open();
    try {
      // No folder, no verdict: what is wrong with it was already said.
      const stale = await app.library.stale(config.DIGEST_DIR).catch(() => false);
      const check = await app.library.check();
      return [...describeLibrary(check, stale), ...describeSpaces(check, app.modelSpace?.serving()?.space, config)];
    } finally {
      await app.close();
    }
  } catch (error) {
    const where = config.LIBRARY_URI ?? join(config.DATA_DIR, 'library');
    const advice = 'Move it away and run "noted ingest": it is made anew from the digest';
    return [{ mark: '✗', text: `library ${where} cannot be opened (${messageOf(error)}). ${advice}.` }];
  }
}

function describeLibrary(check: Check, stale: boolean): Finding[] {
  const { space, analyzer, rows, distinctIds, unembedded, unindexed, versions, bytes, damage } = check;
  const size = bytes === undefined ? 'on object storage' : `${(bytes / 1_000_000).toFixed(1)} MB`;
  const made = `vectors of ${space}, words of ${analyzer}`;
  // Few rows without index are usual: they are searched as well, and ingest tidies once they are many.
  const indexed = unindexed === 0 ? 'all indexed' : `${unindexed} not indexed yet`;
  const facts = `${number(rows, 'row', 'rows')} (${indexed}), ${made}, ${number(versions, 'version', 'versions')}, ${size}`;
  const findings: Finding[] = [{ mark: '✓', text: `library: ${facts}` }];
  const warn = (mark: '!' | '✗', text: string) => findings.push({ mark, text });
  if (damage !== undefined) warn('✗', `the library is damaged (${damage}). Run "noted ingest": it is made anew.`);
  else if (stale) {
    warn('!', 'the digest folder changed since it was taken in. The next question takes it in, or "noted ingest" now.');
  }
  if (distinctIds < rows) {
    warn('✗', `${rows - distinctIds} rows stand twice. Delete the library folder and run "noted ingest".`);
  }
  if (unembedded > 0) {
    warn(
      '!',
      `${unembedded} entries have no vector yet: words find them, meaning does not. "noted ingest" tries again.`,
    );
  }
  return findings;
}

/** Which vectors answer, and how far the model's are that the settings name. */
function describeSpaces({ spaces }: Check, serving: string | undefined, config: Config): Finding[] {
  const model = config.OPENAI_EMBEDDING_MODEL;
  if (model === undefined) {
    const kept = spaces.map(({ space }) => space).join(', ');
    return kept === ''
      ? []
      : [{ mark: '✓', text: `vectors of ${kept}: kept for a week, should the model be set again` }];
  }
  const answering = serving === undefined ? 'the library’s own answer' : `those of ${serving} answer`;
  const of = spaces.filter(space => space.model === model);
  const wanted = of.find(({ space }) => space === serving) ?? of.find(({ left }) => !left) ?? of[0];
  if (wanted === undefined) {
    return [{ mark: '!', text: `vectors: none of ${model} yet, ${answering}. ${MADE}` }];
  }
  const { space, embedded, refused, entries } = wanted;
  const missing = entries - embedded - refused;
  const text = `vectors: ${embedded} of ${number(entries, 'entry', 'entries')} in ${space}, ${answering}`;
  return [
    missing === 0 ? { mark: '✓', text } : { mark: '!', text: `${text}. ${MADE}` },
    ...(refused === 0
      ? []
      : [{ mark: '!' as const, text: `${refused} entries hold what ${model} does not take: words find them` }]),
  ];
}

const MADE = 'The running bot makes them by itself, "noted ingest" at once.';

function lexiconFinding(): Finding {
  try {
    // One word of each language reads every dictionary.
    const read = offlineAnalyzer.analyze('机器学习 k8s').glosses.length > 0 && rankOf('machin') !== undefined;
    if (read) return { mark: '✓', text: 'dictionaries: read' };
    return { mark: '✗', text: `dictionaries: empty. ${RESTORE}` };
  } catch (error) {
    return { mark: '✗', text: `dictionaries cannot be read (${messageOf(error)}). ${RESTORE}` };
  }
}

const RESTORE = 'Restore data/lexicon of the program, or install noted again.';

/** Where the bot talks in Telegram, nobody misses a terminal. */
function terminalFindings({ input, output }: Terminal, { TELEGRAM_BOT_TOKEN: token }: Config): Finding[] {
  if (input.isTTY && output.isTTY)
    return [{ mark: '✓', text: `terminal: interactive, ${output.columns ?? 80} columns` }];
  if (token !== undefined) return [];
  return [{ mark: '✓', text: 'terminal: none; questions are read from standard input line by line' }];
}

function number(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
