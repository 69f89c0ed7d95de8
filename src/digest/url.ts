/**
 * Where a bare URL ends. linkify-it counts Chinese letters as part of a path, so a link glued to a sentence
 * (`https://a.cn/x。下一句`, `https://a.cn/x详见`) would swallow it; here Chinese text ends a link.
 */
const head = /(?:https?|ftp):\/\/|www\.(?=[a-z\d-]+\.[a-z])/giy;
const letter = /[\p{L}\p{N}\p{M}]/u;
const cjk = /[\u2e80-\u2fdf\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[\ud840-\ud87f]/;
/** After these a Chinese word is the link's own: an empty query value, fragment or encyclopedia entry is not written. */
const expectsWord = /(?:[=#]|\/(?:wiki|item|tags?)\/)$/;
const plain = 0;
const stop = 1;
const special = 2;
/** What each ASCII character does to a URL: goes on, ends it, or depends on what is around it. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (code <= 32 || code === 127 || '"<>`\\^|'.includes(char)) return stop;
  return '()[]*~,;h'.includes(char) ? special : plain;
});

/** End of the URL that begins at `start`, without trailing punctuation; `start` itself where none begins. */
export function urlEnd(text: string, start: number): number {
  head.lastIndex = start;
  const opening = head.exec(text);
  if (!opening) return start;
  const from = start + opening[0].length;
  let at = hostEnd(text, from);
  if (at === from) return start;
  at = pathEnd(text, start, at, cjk.test(text.slice(from, at)));
  return trimmed(text, from, at);
}

const anyHead = /(?:https?|ftp):\/\/|www\./gi;

/**
 * Where the bare addresses of a text are, in order. One of those `known` to be in it reaches to its own end, all others
 * to where `urlEnd` says.
 */
export function* urlsIn(text: string, known: readonly string[] = []): Generator<{ start: number; end: number }> {
  let behind = 0;
  for (const { index: start } of text.matchAll(anyHead)) {
    if (start < behind) continue;
    const longest = Math.max(0, ...known.filter(url => text.startsWith(url, start)).map(url => url.length));
    const end = longest > 0 ? start + longest : urlEnd(text, start);
    if (end === start) continue;
    yield { start, end };
    behind = end;
  }
}

/** An international host (`https://例子.中国/`) may hold Chinese labels; past an ASCII label, Chinese is the sentence going on. */
function hostEnd(text: string, from: number): number {
  let at = from;
  let label = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isHostAscii(code)) {
      if (code === 46) label = at + 1;
      continue;
    }
    if (code < 128) break;
    const chinese = at === label || text.charCodeAt(label) >= 128 || label === from;
    if (!chinese || !letter.test(text[at] ?? '') || /[\u3000-\u303f\uff00-\uffef]/.test(text[at] ?? '')) break;
    if (label !== from && at === label && !text.slice(from, at).includes('.')) break;
  }
  return at;
}

function isHostAscii(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 45 ||
    code === 46
  );
}

/** `international`: who writes a Chinese host writes Chinese paths too. */
function pathEnd(text: string, start: number, from: number, international: boolean): number {
  let at = from;
  let round = 0;
  let square = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      const kind = kinds[code];
      if (kind === plain) continue;
      if (kind === stop) break;
      const char = text[at] ?? '';
      if (char === '(') round++;
      else if (char === ')' && --round < 0) break;
      else if (char === '[') square++;
      else if (char === ']' && --square < 0) break;
      else if ((char === '*' || char === '~') && text[at + 1] === char) break;
      else if ((char === ',' || char === ';') && nextUrl(text, at + 1)) break;
      // `https://a.cn/xhttps://b.cn/y`: a scheme right after a word begins the next link.
      else if (char === 'h' && nextUrl(text, at) && at > start && /[\w.-]/.test(text[at - 1] ?? '')) break;
      continue;
    }
    const char = text[at] ?? '';
    if (!letter.test(char) && !(code >= 0xd800 && code <= 0xdfff)) break;
    if (!cjk.test(char)) continue;
    if (!international && !expectsWord.test(text.slice(Math.max(start, at - 6), at))) break;
    while (at + 1 < text.length && cjk.test(text[at + 1] ?? '') && letter.test(text[at + 1] ?? '')) at++;
  }
  return at;
}

function nextUrl(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 104) return false;
  return text.startsWith('http://', at) || text.startsWith('https://', at);
}

function trimmed(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && ".,;:!?'*~&".includes(text[at - 1] ?? '')) at--;
  // Brackets left open at the very end are the sentence's, not the link's: `https://a.cn/x(` before Chinese text.
  while (at > from && '([{'.includes(text[at - 1] ?? '')) at--;
  return at;
}

/** A character that moves a terminal's cursor or begins a command to it; no address holds one. */
export const control = /\p{Cc}/u;

/** Whether the text is an address that leads somewhere outside the digest. */
export function isAbsolute(address: string): boolean {
  return /^(?:https?|ftp):\/\/[^\s/]|^www\.[^\s.]+\./i.test(address) && !control.test(address);
}
