import { describe, expect, it } from 'vitest';
import { findEntities } from './find.ts';

const found = (text: string) =>
  findEntities(text).map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`);

describe('an address', () => {
  it.each([
    ['see telegram.org.', ['url telegram.org']],
    ['(www.a.com/b)', ['url www.a.com/b']],
    ['a.b and 1.2 and notes.txt', []],
    ['README.md', ['url README.md']],
    ['the end.The next', []],
    ['HTTP.COM', ['url HTTP.COM']],
    ['http://.com https://a', []],
    ['http://a.bc. http://a.b', ['url http://a.bc']],
    ['见https://a.com/b，然后 x', ['url https://a.com/b，然后']],
    ['https://a.com，然后', ['url https://a.com，然后']],
    ['见www.a.com/b', ['url 见www.a.com/b']],
    ['«https://a.com/b»', ['url https://a.com/b']],
    ['https://a.com/(b)) c', ['url https://a.com/(b)']],
    ['https://a.com/b?!', ['url https://a.com/b']],
    ['https://a.com:80/b https://a.com:99999/b', ['url https://a.com:80/b', 'url https://a.com']],
    ['http://1.2.3.4/x http://1.2.3.400', ['url http://1.2.3.4/x']],
    ['1.2.3.4', ['url 1.2.3.4']],
    ['http://a_b.com http://a_b.c.com', ['url http://a_b.c.com']],
    ['http://user:pass@a.com/x', ['url http://user:pass@a.com/x']],
    ['ftp://a.com sftp://a.com', ['url ftp://a.com']],
    ['tg://resolve?domain=x.', ['url tg://resolve?domain=x']],
    ['teiegram.org', []],
    ['a@b.com, mailto:a+c@d.org', ['email a@b.com', 'email a+c@d.org']],
    ['я@b.com', ['url я@b.com']],
    ['#a.com /b.com', ['hashtag #a', 'bot_command /b']],
  ])('in %j is %j', (text, expected) => expect(found(text)).toEqual(expected));
});

describe('what else is found', () => {
  it.each([
    ['$USD, $1INCH and $usd, $ABCDEFGHI, US$USD', ['cashtag $USD', 'cashtag $1INCH']],
    ['#标签 #1 #a1 a#b #c#d', ['hashtag #标签', 'hashtag #a1']],
    ['@durov @abc @gif a@durov', ['mention @durov', 'mention @gif']],
    ['/help, /ask@noted_bot a/b </c> /d/e', ['bot_command /help', 'bot_command /ask@noted_bot']],
  ])('in %j is %j', (text, expected) => expect(found(text)).toEqual(expected));
});
