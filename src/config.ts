import { createHmac } from 'node:crypto';
import querystring from 'node:querystring';
import { z } from 'zod';

/** Everything that a person can set, read once. README.md has the table. */
export type Config = z.infer<typeof Config>;

/** One or more settings are wrong; `problems` has a line for each, and none of them holds a secret's value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong:\n${problems.map(line => `  ${line}`).join('\n')}\nCorrect .env or the environment and start again; .env.example explains each setting.`,
    );
    this.problems = problems;
  }
}

const url = (protocols: string, example: string) =>
  z.string().refine(value => URL.canParse(value) && new RegExp(`^(${protocols}):`).test(value), {
    error: `must be an address such as ${example}`,
  });

const httpUrl = url('https?', 'https://api.example.com/v1').transform(value => value.replace(/\/+$/, ''));

/** A request cannot be sent to an address that holds a name and a password; what proves who asks is the key. */
const modelUrl = httpUrl.refine(value => /^https?:\/\/[^/?#@]*(?:[/?#]|$)/.test(value), {
  error: 'must hold no name and password; the key has a setting of its own',
});

/** It goes into a header, which holds no spaces, line ends or letters of other scripts. */
const modelKey = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be a key as the server gives it, without spaces or line ends');

/** A whole number in a range that the rule tells, whatever is wrong with the value. */
const whole = (error: string, { least, most = Number.POSITIVE_INFINITY }: { least: number; most?: number }) =>
  z
    .string()
    .regex(/^\d{1,12}$/, error)
    .transform(Number)
    .refine(value => value >= least && value <= most, { error });

const count = whole('must be a whole number, 0 or more', { least: 0 });

const ids = z
  .string()
  .default('')
  .transform(value => value.split(/[\s,;]+/).filter(Boolean))
  .refine(list => list.every(id => /^-?\d{1,20}$/.test(id)), {
    error: 'must be numeric ids with commas between them, such as 12345,-10067890',
  });

/**
 * LANGUAGE is also gettext's name for a person's preferred languages (`de_DE:en`), which many systems set: such a list
 * gives its first language that we speak, and none where we speak none. Only a lone word is taken for our setting.
 */
const language = z
  .string()
  .refine(value => /^(en|zh)$/i.test(value) || /^[a-z]{2,3}([_.@:-][\w.@:-]*)+$/i.test(value), {
    error: 'must be en or zh',
  })
  .transform(value =>
    value
      .toLowerCase()
      .split(':')
      .map(part => part.slice(0, 2))
      .find(part => part === 'en' || part === 'zh'),
  );

/** What the port serves besides. */
const OTHER_PATHS = ['/healthz', '/metrics'];

const Config = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'must look like 123456:ABC-DEF, as @BotFather gives it')
    .optional(),
  TELEGRAM_API_ROOT: httpUrl.default('https://api.telegram.org'),
  OPENAI_API_KEY: modelKey.optional(),
  OPENAI_BASE_URL: modelUrl.optional(),
  OPENAI_CHAT_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_BASE_URL: modelUrl.optional(),
  OPENAI_EMBEDDING_API_KEY: modelKey.optional(),
  OPENAI_EMBEDDING_DIMENSIONS: whole('must be a whole number, 1 or more', { least: 1 }).optional(),
  DIGEST_DIR: z.string().default('data/digest'),
  DATA_DIR: z.string().default('data/state'),
  DATABASE_URL: url('postgres|postgresql', 'postgres://user:password@host/noted').optional(),
  LIBRARY_URI: z
    .string()
    .refine(value => !/^[\w+.-]+:\/\//.test(value) || /^(s3|gs|az|db):\/\/./.test(value), {
      error: 'must be a folder or an address that begins with s3://, gs://, az:// or db://',
    })
    .optional(),
  ADMINS: ids,
  CONTRIBUTORS: ids,
  ALLOWED_CHATS: ids,
  TIMEZONE: z
    .string()
    .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
    .refine(isTimeZone, { error: 'must be a time zone such as Asia/Shanghai or UTC' }),
  PUSH_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be an hour and minute such as 09:00')
    .default('09:00'),
  LANGUAGE: language.optional(),
  QUESTIONS_PER_DAY: count.optional(),
  LLM_TOKENS_PER_DAY: count.optional(),
  ANSWER_SECONDS: whole('must be whole seconds from 1 to 120', { least: 1, most: 120 }).default(25),
  HTTP_PORT: whole('must be a port from 1 to 65535', { least: 1, most: 65_535 }).optional(),
  HTTP_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address of this machine such as 127.0.0.1, or 0.0.0.0 for all of them')
    .default('127.0.0.1'),
  WEBHOOK_URL: url('https', 'https://bot.example.com/telegram')
    .refine(value => !OTHER_PATHS.includes(URL.parse(value)?.pathname ?? ''), {
      error: `must have a path of its own: ${OTHER_PATHS.join(' and ')} are taken`,
    })
    .optional(),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, 'must be 1 to 256 letters, digits, _ or -')
    .optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    })
    .optional(),
});

const SECRET = /TOKEN$|KEY$|SECRET$|DATABASE_URL$/;

/** A setting's value as it may be shown: undefined for a secret, and for an address that may hold one. */
export function shownValue(name: string, value: string): string | undefined {
  return SECRET.test(name) || (/:/.test(value) && /[@?]/.test(value)) ? undefined : value;
}

/**
 * Reads the settings from name–value pairs (the environment). An empty value counts as not set.
 * @throws SettingsError that names every wrong setting at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.keys(Config.shape).flatMap(name => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const result = Config.safeParse(set);
  const problems = (result.error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0]);
    const value = shownValue(name, set[name] ?? '');
    return `${name} ${message}${value === undefined ? '' : ` (it is ${JSON.stringify(value)})`}`;
  });
  if (set.WEBHOOK_URL !== undefined && set.HTTP_PORT === undefined) {
    problems.push('WEBHOOK_URL needs HTTP_PORT: the port on which Telegram’s calls come in');
  }
  if (set.OPENAI_CHAT_MODEL !== undefined && set.OPENAI_API_KEY === undefined && set.OPENAI_BASE_URL === undefined) {
    problems.push(
      'OPENAI_CHAT_MODEL needs OPENAI_API_KEY for api.openai.com, or OPENAI_BASE_URL: the address of another server',
    );
  }
  const embeds = ['OPENAI_EMBEDDING_API_KEY', 'OPENAI_EMBEDDING_BASE_URL', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'];
  if (set.OPENAI_EMBEDDING_MODEL !== undefined && embeds.every(name => set[name] === undefined)) {
    problems.push(
      'OPENAI_EMBEDDING_MODEL needs OPENAI_EMBEDDING_API_KEY or OPENAI_API_KEY for api.openai.com, or ' +
        'OPENAI_EMBEDDING_BASE_URL or OPENAI_BASE_URL: the address of another server',
    );
  }
  if (result.success && problems.length === 0) return result.data;
  throw new SettingsError(problems);
}

/** A model on a server that speaks OpenAI's API, and how to come to it. */
export type ModelSettings = {
  baseUrl: string;
  /** of that address, for people */ host: string;
  apiKey: string | undefined;
  model: string;
};

export type EmbeddingSettings = ModelSettings & { dimensions: number | undefined };

const OPENAI_URL = 'https://api.openai.com/v1';

/** Which model words answers; undefined: none. A key alone, which many machines have, asks for nothing. */
export function chatSettings(config: Config): ModelSettings | undefined {
  const { OPENAI_CHAT_MODEL: model, OPENAI_BASE_URL: baseUrl = OPENAI_URL, OPENAI_API_KEY: apiKey } = config;
  return model === undefined ? undefined : { baseUrl, host: new URL(baseUrl).host, apiKey, model };
}

/**
 * Which model makes vectors, and how long they are to be, where that is not left to it; undefined: none. The key for
 * answers goes to no other address than theirs.
 */
export function embeddingSettings(config: Config): EmbeddingSettings | undefined {
  const { OPENAI_EMBEDDING_MODEL: model, OPENAI_EMBEDDING_BASE_URL: ownUrl } = config;
  if (model === undefined) return undefined;
  const baseUrl = ownUrl ?? config.OPENAI_BASE_URL ?? OPENAI_URL;
  return {
    baseUrl,
    host: new URL(baseUrl).host,
    apiKey: config.OPENAI_EMBEDDING_API_KEY ?? (ownUrl === undefined ? config.OPENAI_API_KEY : undefined),
    model,
    dimensions: config.OPENAI_EMBEDDING_DIMENSIONS,
  };
}

/** The values that must not be seen in logs, chats or errors. */
export function secretsOf(config: Config): string[] {
  const { TELEGRAM_BOT_TOKEN, OPENAI_API_KEY, OPENAI_EMBEDDING_API_KEY, DATABASE_URL } = config;
  const password = DATABASE_URL === undefined ? '' : new URL(DATABASE_URL).password;
  // In the address it is encoded; the database's errors may have it plain.
  const plain = querystring.unescape(password);
  const webhook = TELEGRAM_BOT_TOKEN === undefined ? config.WEBHOOK_SECRET : webhookSecret(config, TELEGRAM_BOT_TOKEN);
  const secrets = [TELEGRAM_BOT_TOKEN, OPENAI_API_KEY, OPENAI_EMBEDDING_API_KEY, webhook, password, plain];
  return secrets.flatMap(secret => secret || []);
}

/**
 * What Telegram proves itself with at WEBHOOK_URL. Every process that serves the same bot must know the same secret, so
 * the one that nobody set is made from the token.
 */
export function webhookSecret({ WEBHOOK_SECRET }: Pick<Config, 'WEBHOOK_SECRET'>, token: string): string {
  return WEBHOOK_SECRET ?? createHmac('sha256', token).update('webhook').digest('hex');
}

function isTimeZone(value: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
