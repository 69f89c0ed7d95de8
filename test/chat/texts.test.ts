import { describe, expect, it } from 'vitest';
import { COMMANDS, isCommand, readCommand } from '../../src/chat/commands.ts';
import { texts } from '../../src/chat/texts.ts';

describe.each(['en', 'zh'] as const)('the help in %s', language => {
  it.each(['console', 'private', 'group'] as const)(
    'has a line for each command of the %s, and for no other',
    place => {
      const listed = [...texts[language].help({ place, writes: true }).matchAll(/^\/(\w+) – \S/gm)].map(
        ([, name]) => name,
      );
      expect(listed).toEqual(COMMANDS.filter(({ places }) => places.includes(place)).map(({ name }) => name));
      expect(listed.includes('quit')).toBe(place === 'console');
    },
  );

  it('speaks of written answers only where there are some', () => {
    for (const place of ['console', 'private', 'group'] as const) {
      expect(texts[language].help({ place })).not.toMatch(/\/stop|model|模型|Ctrl\+C/);
      expect(texts[language].help({ place, writes: true })).toMatch(place === 'console' ? /Ctrl\+C/ : /\n\/stop – /);
    }
  });

  it('describes each command in what a menu takes', () => {
    for (const { name } of COMMANDS) {
      expect(name).toMatch(/^[a-z0-9_]{1,32}$/);
      expect([...texts[language].commands[name]].length).toBeLessThanOrEqual(256);
    }
  });
});

describe('a command', () => {
  it.each([
    ['/help', { name: 'help', argument: '', addressed: false }],
    ['/Ask@noted_bot  what is\nnew ', { name: 'ask', argument: 'what is\nnew', addressed: true }],
    ['/day 2021-01-20', { name: 'day', argument: '2021-01-20', addressed: false }],
  ])('is read: %j', (text, given) => {
    expect(readCommand(text)).toEqual(given);
  });

  it.each(['/etc/hosts', '/', '/ help', 'help', '/中文', '/help?'])('is not what %j says', text => {
    expect(readCommand(text)).toBeUndefined();
  });

  it('ends the talk only where there is a console, and an answer that is written only elsewhere', () => {
    expect(isCommand('quit', 'console')).toBe(true);
    expect(isCommand('quit', 'private')).toBe(false);
    expect(isCommand('start', 'group')).toBe(true);
    expect(isCommand('stop', 'private')).toBe(true);
    expect(isCommand('stop', 'console')).toBe(false);
    expect(isCommand('toString', 'private')).toBe(false);
  });
});
