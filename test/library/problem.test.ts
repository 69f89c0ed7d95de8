import { expect, test } from 'vitest';
import { isDamage } from '../../src/library/problem.ts';

test('a table is damaged where files are missing or cannot be understood', () => {
  for (const message of [
    'Not found: library/entries.lance/data/1.lance',
    'LanceError(IO): Encountered corrupt file 1.manifest: file size is smaller than the minimum',
    'Object at location x not found: No such file or directory (os error 2)',
    'the catalog has no head',
    'Generic S3 error: status 404',
  ]) {
    expect([message, isDamage(new Error(message), { remote: true })]).toEqual([message, true]);
  }
});

test('a table is not damaged because the disk, the machine or the network is in trouble', () => {
  for (const message of [
    'LanceError(IO): No space left on device (os error 28), /lance/src/io.rs:1:2',
    'Unable to open file: Too many open files (os error 24)',
    'Permission denied (os error 13)',
    'File too large (os error 27)',
    'Generic S3 error: error sending request for url',
    'operation timed out',
    'Generic GCS error: status 503 Service Unavailable',
    'Server returned status: 429',
  ]) {
    expect([message, isDamage(new Error(message), { remote: true })]).toEqual([message, false]);
  }
});

test('a folder that is called like a trouble is none', () => {
  expect(isDamage(new Error('Not found: home/me/network/library'), { remote: false })).toBe(true);
});
