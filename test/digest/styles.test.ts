import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from '../../src/digest/parse.ts';
import { render } from '../../src/digest/render.ts';

const folder = new URL('./fixtures/styles/', import.meta.url);
const styles = readdirSync(folder).filter(name => name.endsWith('.md'));

test.each(styles)('reads %s, a log in the style of people who keep one, as a person reads it', name => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const truth = JSON.parse(readFileSync(new URL(name.replace('.md', '.json'), folder), 'utf8'));
  const digest = parse(text, { file: name });
  expect({
    entries: digest.entries.map(({ source, ...entry }) => ({ line: source.line, ...entry })),
    unplaced: digest.unplaced,
  }).toEqual(truth);
  expect(render(digest)).toBe(text);
});
