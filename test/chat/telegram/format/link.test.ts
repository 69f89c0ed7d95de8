import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafeLink, linksItself } from '../../../../src/chat/telegram/format/link.ts';
import { findEntities } from '../../../bot-api/find.ts';

describe('an address that Telegram takes as the target of a link', () => {
  it.each([
    'https://example.com',
    'http://example.com/',
    'HTTPS://Example.com/A_b?c=d#e',
    'https://zh.wikipedia.org/wiki/中文_(消歧义)',
    'http://例子.中国/路径',
    'https://a-b.example.co.uk:8443/x',
    'http://93.184.216.34/a',
    `https://example.com/${'a'.repeat(2000)}`,
  ])('is %s', url => {
    expect(isSafeLink(url)).toBe(true);
  });

  it.each([
    '',
    'example.com',
    'http://localhost/a',
    'http://localhost:3000',
    'javascript:alert(1)',
    'tg://resolve?domain=x',
    'ftp://example.com/a',
    'mailto:a@example.com',
    'https://',
    'https://.com',
    'https://a..com',
    'https://exa mple.com',
    'https://example.com/a b',
    'https://example.com/a\nb',
    'https://example.com:0/',
    'https://example.com:65536/',
    'https://example.com:port/',
    'https://bank.com@evil.com/',
    'https://exa<mple.com/',
    'https://example.com/\ud83d',
    'https://example.com/\u202e',
    'https://[::1]/',
    `https://example.com/${'a'.repeat(2048)}`,
  ])('is not %j', url => {
    expect(isSafeLink(url)).toBe(false);
  });

  it('is every address that Telegram makes a link by itself', () => {
    fc.assert(
      fc.property(urls, url => {
        fc.pre(linksItself(url));
        expect(isSafeLink(url)).toBe(true);
      }),
    );
  });
});

const urls = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'HTTP://'),
    fc.constantFrom(
      'a.com',
      'x.y',
      'A-b.co',
      'a_b.com',
      'b.a_b.com',
      'a.c-d',
      'a-.com',
      '中.com',
      '1.2.3.4',
      'a.com:80',
    ),
    fc.string({ unit: fc.constantFrom(...'ab1/?#&=%_~-+.,:;!\'"`()[]{}*|\\^@$<> ，中é'.split('')), maxLength: 12 }),
  )
  .map(([scheme, host, rest]) => scheme + host + (rest === '' ? '' : `/${rest}`));

describe('an address that Telegram makes a link by itself', () => {
  it.each(['https://arxiv.org/abs/2101.00001', 'https://a.com', 'https://a.com/x_(y)_z', 'http://a.com:8080/?q=1#b'])(
    'is %s',
    url => {
      expect(linksItself(url)).toBe(true);
    },
  );

  it.each([
    'https://a.com/中',
    'https://a.com/x.',
    'https://a.com/x)',
    'https://a.com/"x',
    'https://a.com/(a))',
    'https://a',
  ])('is not %s', url => {
    expect(linksItself(url)).toBe(false);
  });

  it('is found to its exact extent', () => {
    fc.assert(
      fc.property(urls, url => {
        fc.pre(linksItself(url));
        expect(findEntities(`(${url}\n`)).toEqual([{ type: 'url', offset: 1, length: url.length }]);
      }),
      { numRuns: 500 },
    );
  });
});
