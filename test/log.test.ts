import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrub } from '../src/log.ts';
import { openScreen } from './chat/console/screen.ts';

const TOKEN = '123456789:AAf-token_that_nobody_may_see';

describe('a text without secrets', () => {
  it.each([
    ['as they are', `GET ${TOKEN} failed`, 'GET [secret] failed'],
    ['as they stand in a URL', `at ${encodeURIComponent(TOKEN)}!`, 'at [secret]!'],
    ['in small letters too', `at ${encodeURIComponent(TOKEN).toLowerCase()}!`, 'at [secret]!'],
    ['more than once', `${TOKEN} ${TOKEN}`, '[secret] [secret]'],
  ])('has none of them: %s', (_, text, expected) => {
    expect(scrub([TOKEN])(text)).toBe(expected);
  });

  it('has none as they stand in JSON', () => {
    const secret = 'pass"word\\of/many signs\n';
    expect(scrub([secret])(JSON.stringify({ url: `postgres://me:${secret}@host`, safe: 1 }))).toBe(
      '{"url":"postgres://me:[secret]@host","safe":1}',
    );
  });

  it('has no token of another bot in an address', () => {
    const clean = scrub([]);
    expect(clean('https://api.telegram.org/bot42:AA-b_c/getMe')).toBe('https://api.telegram.org/bot[secret]/getMe');
    expect(clean('/bot42%3AAA-b_c/getMe')).toBe('/bot[secret]/getMe');
    expect(clean('a robot, 3:4')).toBe('a robot, 3:4');
  });

  it('has a secret that holds another taken out whole', () => {
    expect(scrub(['password', 'password123'])('password123')).toBe('[secret]');
  });

  it('keeps what is too short to be told from the rest', () => {
    expect(scrub(['', '1', 'info'])('{"level":"info","n":1}')).toBe('{"level":"info","n":1}');
  });

  it('holds no secret, whatever the secret and the text', () => {
    const sign = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 6 })), sign, sign, (secrets, before, after) => {
        for (const secret of secrets) {
          const kept = scrub(secrets)(JSON.stringify([before + secret + after]));
          expect(kept.replaceAll('[secret]', '')).not.toContain(JSON.stringify(secret).slice(1, -1));
        }
      }),
    );
  });
});

it('writes no line with a secret in it, not even of an error with its causes', async () => {
  const program = `
    import { createLog } from ${JSON.stringify(join(import.meta.dirname, '..', 'src', 'log.ts'))};
    const log = createLog('info', ['${TOKEN}', 'pass"word']);
    const cause = new Error('request to https://api.telegram.org/bot${TOKEN}/getMe failed');
    log.error({ err: new Error('no: pass"word', { cause }), url: '${encodeURIComponent(TOKEN)}' }, 'about ${TOKEN}');
    log.debug('not written');`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', program]);
  const [line = '', ...more] = stderr.trim().split('\n');
  expect(more).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({ level: 50, url: '[secret]', msg: 'about [secret]' });
  expect(line).not.toContain('nobody_may_see');
  expect(line).not.toContain('pass');
});

it('says in words, on rows of its own, what happened to one who talks with the program in a terminal', async () => {
  const program = `
    import { createLog } from ${JSON.stringify(join(import.meta.dirname, '..', 'src', 'log.ts'))};
    const log = createLog('warn', ['${TOKEN}'], { columns: 40 });
    process.stderr.write('half a row');
    log.warn({ trouble: 'unauthorized', error: 'the server does not accept ${TOKEN}' }, 'the model failed');
    log.error({ err: new Error('no\\u001b[2J such file') }, 'a message failed');
    log.warn('it goes on');`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', program]);
  const screen = openScreen(40);
  screen.output.write(stderr);
  expect(screen.seen().split('\n')).toEqual([
    'half a row',
    '! the model failed: the server does not',
    'accept [secret]',
    '! a message failed: no[2J such file',
    '! it goes on',
  ]);
});
