import { describe, expect, it } from 'vitest';
import { chatSettings, embeddingSettings, readConfig, SettingsError, secretsOf, webhookSecret } from '../src/config.ts';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  it('have defaults, and an empty value is not set', () => {
    expect(readConfig({ DIGEST_DIR: '', PUSH_AT: ' ' })).toMatchObject({
      DIGEST_DIR: 'data/digest',
      DATA_DIR: 'data/state',
      PUSH_AT: '09:00',
    });
  });

  it('that need each other are reported where one is missing', () => {
    const WEBHOOK_URL = 'https://bot.example.com/telegram';
    expect(problemsOf({ WEBHOOK_URL })).toEqual([expect.stringMatching(/^WEBHOOK_URL .*HTTP_PORT/)]);
    expect(problemsOf({ WEBHOOK_URL, HTTP_PORT: '8080' })).toEqual([]);
  });

  it('of the webhook must leave the port its other paths', () => {
    for (const path of ['/healthz', '/metrics?a=b']) {
      const WEBHOOK_URL = `https://bot.example.com${path}`;
      expect(problemsOf({ WEBHOOK_URL, HTTP_PORT: '8080' })).toEqual([expect.stringMatching(/^WEBHOOK_URL .*taken/)]);
    }
  });

  it('serve over HTTP on the loopback alone, unless they say otherwise', () => {
    expect(readConfig({}).HTTP_HOST).toBe('127.0.0.1');
    expect(readConfig({ HTTP_HOST: '::' }).HTTP_HOST).toBe('::');
    expect(problemsOf({ HTTP_HOST: 'http://0.0.0.0' })).toEqual([expect.stringMatching(/^HTTP_HOST /)]);
  });

  it('that are secret are known, a password both as the address has it and as it is', () => {
    const config = readConfig({
      TELEGRAM_BOT_TOKEN: '1:a-b',
      DATABASE_URL: 'postgres://noted:p%40ss%@localhost/noted',
    });
    expect(secretsOf(config)).toEqual(['1:a-b', webhookSecret(config, '1:a-b'), 'p%40ss%', 'p@ss%']);
    expect(secretsOf(readConfig({ TELEGRAM_BOT_TOKEN: '1:a-b', WEBHOOK_SECRET: 'chosen' }))).toEqual([
      '1:a-b',
      'chosen',
    ]);
  });

  it('that are wrong are all reported at once, by name and rule', () => {
    const problems = problemsOf({
      TIMEZONE: 'Mars/Phobos',
      PUSH_AT: '25:00',
      HTTP_PORT: '0',
      ADMINS: 'bob',
      LOG_LEVEL: 'loud',
    });
    expect(problems.map(problem => problem.split(' ')[0])).toEqual([
      'ADMINS',
      'TIMEZONE',
      'PUSH_AT',
      'HTTP_PORT',
      'LOG_LEVEL',
    ]);
    expect(problems.join('\n')).toContain('"Mars/Phobos"');
  });

  it('that are secret are not repeated', () => {
    const problems = problemsOf({
      OPENAI_BASE_URL: 'htp://user:hunter2@host/v1',
      LIBRARY_URI: 's4://bucket?key=hunter2',
      TELEGRAM_BOT_TOKEN: 'hunter2',
      DATABASE_URL: 'mysql://u:hunter2@h/d',
      WEBHOOK_SECRET: 'hunter2 !',
    });
    expect(problems).toHaveLength(5);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it.each([
    ['zh', 'zh'],
    ['zh_CN.UTF-8', 'zh'],
    ['de_DE:en', 'en'],
    ['fr_FR.UTF-8', undefined],
  ])('take LANGUAGE=%s for %s, which systems set too', (value, language) => {
    expect(readConfig({ LANGUAGE: value }).LANGUAGE).toBe(language);
  });

  it('refuse a language that is not spoken', () => {
    expect(problemsOf({ LANGUAGE: 'fr' })).toEqual(['LANGUAGE must be en or zh (it is "fr")']);
  });
});

describe('settings of models', () => {
  const chat = (environment: Record<string, string>) => chatSettings(readConfig(environment));
  const embedding = (environment: Record<string, string>) => embeddingSettings(readConfig(environment));

  it('ask for nothing as long as no model is named', () => {
    const environment = { OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://localhost/v1' };
    expect(chat(environment)).toBeUndefined();
    expect(embedding(environment)).toBeUndefined();
  });

  it('lead to OpenAI with a key, and to any other server without', () => {
    const OPENAI_CHAT_MODEL = 'm';
    const baseUrl = 'https://api.openai.com/v1';
    const host = 'api.openai.com';
    expect(chat({ OPENAI_CHAT_MODEL, OPENAI_API_KEY: 'sk-1' })).toEqual({ baseUrl, host, apiKey: 'sk-1', model: 'm' });
    expect(chat({ OPENAI_CHAT_MODEL, OPENAI_BASE_URL: 'http://localhost:11434/v1/' })).toEqual({
      baseUrl: 'http://localhost:11434/v1',
      host: 'localhost:11434',
      apiKey: undefined,
      model: 'm',
    });
    expect(problemsOf({ OPENAI_CHAT_MODEL })).toEqual([
      expect.stringMatching(/^OPENAI_CHAT_MODEL .*OPENAI_API_KEY.*OPENAI_BASE_URL/),
    ]);
    expect(problemsOf({ OPENAI_EMBEDDING_MODEL: 'e' })).toEqual([
      expect.stringMatching(/^OPENAI_EMBEDDING_MODEL .*OPENAI_EMBEDDING_BASE_URL/),
    ]);
  });

  it('send the key for answers to no other address', () => {
    const OPENAI_EMBEDDING_MODEL = 'e';
    const there = { OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://one.example/v1', OPENAI_EMBEDDING_MODEL };
    expect(embedding(there)).toEqual({
      baseUrl: 'http://one.example/v1',
      host: 'one.example',
      apiKey: 'sk-1',
      model: 'e',
      dimensions: undefined,
    });
    const apart = { ...there, OPENAI_EMBEDDING_BASE_URL: 'http://two.example/v1' };
    expect(embedding(apart)).toMatchObject({ baseUrl: 'http://two.example/v1', apiKey: undefined });
    const both = { ...apart, OPENAI_EMBEDDING_API_KEY: 'sk-2', OPENAI_EMBEDDING_DIMENSIONS: '256' };
    expect(embedding(both)).toMatchObject({ apiKey: 'sk-2', dimensions: 256 });
  });

  it('say what a key and an address must be, without repeating them', () => {
    const problems = problemsOf({
      OPENAI_API_KEY: 'sk-hunter2 and more',
      OPENAI_BASE_URL: 'http://user:hunter2@host/v1',
      OPENAI_EMBEDDING_API_KEY: 'sk-hunter2\nX-Other: 1',
    });
    expect(problems.map(problem => problem.split(' ')[0])).toEqual([
      'OPENAI_API_KEY',
      'OPENAI_BASE_URL',
      'OPENAI_EMBEDDING_API_KEY',
    ]);
    expect(problems.join('\n')).not.toContain('hunter2');
    expect(readConfig({ OPENAI_BASE_URL: 'http://host/v1?by=a@b' }).OPENAI_BASE_URL).toBe('http://host/v1?by=a@b');
  });

  it('leave an answer between 1 and 120 seconds', () => {
    expect(readConfig({}).ANSWER_SECONDS).toBe(25);
    expect(readConfig({ ANSWER_SECONDS: '120' }).ANSWER_SECONDS).toBe(120);
    for (const value of ['0', '121', 'abc', '2.5']) {
      const problem = `ANSWER_SECONDS must be whole seconds from 1 to 120 (it is "${value}")`;
      expect(problemsOf({ ANSWER_SECONDS: value })).toEqual([problem]);
    }
  });
});
