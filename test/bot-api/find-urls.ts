/** An address in a text, in UTF-16 units. */
export type Found = { type: 'url' | 'email'; offset: number; length: number };

/** Of General Punctuation only joiners and dashes belong to an address; of the rest all but white space may. */
const foreign = /[\u2000-\u200b\u200e\u200f\u2016-\u206f]|\p{Z}/u;
const inAddress = (char: string) => !foreign.test(char);
const inDomain = (char: string) => (char < '\u00c0' ? /[\w.~-]/.test(char) : inAddress(char));
const inUser = (char: string) => !/[\n/[\]{}()'`<>"@«»]/.test(char) && inAddress(char);
const inPath = (char: string) => !/[\n<>"«»]/.test(char) && inAddress(char);
const inScheme = (char: string) => (char < '\u0080' ? /[a-z\d+-]/i.test(char) : !/\p{Z}/u.test(char));
const inWord = /[\p{L}\p{Nd}_]$/u;
/** A path does not end with these. */
const TRAILING = ".:;,('?!`";

/**
 * Addresses as TDLib finds them (MessageEntity.cpp: match_urls, match_tg_urls, fix_url, is_email_address): around each
 * dot as far as letters of any script go, with or without a scheme. Without one only names that end as domains commonly
 * do count; the list of those is TDLib's but for brands and other scripts.
 */
export function findUrls(text: string): Found[] {
  const found: Found[] = [];
  for (const [start, end] of matchUrls(text)) {
    const url = text.slice(start, end);
    const scheme = url.startsWith('mailto:') ? 7 : 0;
    if (isEmail(url.slice(scheme))) found.push({ type: 'email', offset: start + scheme, length: url.length - scheme });
    else {
      const length = lengthOfUrl(url);
      if (length > 0) found.push({ type: 'url', offset: start, length });
    }
  }
  for (const { index, 0: head } of text.matchAll(/(?:tg|ton):\/\/[\w-]{1,253}/gi))
    found.push({ type: 'url', offset: index, length: pathEnd(text, index + head.length) - index });
  return found;
}

function matchUrls(text: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  let begin = 0;
  for (;;) {
    const dot = text.indexOf('.', begin);
    if (dot < 0 || dot + 1 === text.length) return found;
    if (text[dot + 1] === ' ') {
      begin = dot + 2;
      continue;
    }
    const domainEnd = forth(text, dot, char => char === '@' || inDomain(char));
    const named = text.slice(dot, domainEnd).includes('@');
    let start = back(text, dot, begin, inDomain);
    if (named) start = back(text, start, begin, inUser);
    let end = pathEnd(text, portEnd(text, domainEnd));
    while (end > dot + 1 && text[end - 1] === '.') end--;
    const from = startOf(text, { begin, start, named });
    if (from !== undefined && end > dot + 1) found.push([from, end]);
    if (from !== undefined) while (text[end] === '.') end++;
    else while (text[end - 1] !== '.') end--;
    begin = Math.max(end, dot + 1);
  }
}

function back(text: string, from: number, begin: number, belongs: (char: string) => boolean): number {
  let at = from;
  while (at > begin) {
    const char = charBefore(text, at);
    if (!belongs(char)) break;
    at -= char.length;
  }
  return at;
}

const charBefore = (text: string, at: number) => {
  const pair = text.slice(at - 2, at);
  return at > 1 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : text.charAt(at - 1);
};

function forth(text: string, from: number, belongs: (char: string) => boolean): number {
  let at = from;
  while (at < text.length) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!belongs(char)) break;
    at += char.length;
  }
  return at;
}

function portEnd(text: string, at: number): number {
  const digits = /^:0*([1-9]\d{0,4})(?!\d)/.exec(text.slice(at, at + 32));
  return digits !== null && Number(digits[1]) <= 65_535 ? at + digits[0].length : at;
}

function pathEnd(text: string, at: number): number {
  if (at >= text.length || !'/?#'.includes(text.charAt(at))) return at;
  let end = forth(text, at + 1, inPath);
  while (end > at + 1 && TRAILING.includes(text.charAt(end - 1))) end--;
  return text[at] === '/' || end > at + 1 ? end : at;
}

/** Where the address begins that has its domain at `start`; undefined where something stands before it that spoils it. */
function startOf(
  text: string,
  { begin, start, named }: { begin: number; start: number; named: boolean },
): number | undefined {
  let from = start;
  if (from > begin && text[from - 1] === '@') {
    from = back(text, from - 1, begin, inUser);
    if (named || from === start - 1) return undefined;
  }
  if (from === begin) return from;
  const before = text.slice(begin, from);
  if (!before.endsWith('://')) return inWord.test(before) || /[/#@]$/.test(before) ? undefined : from;
  const scheme = text.slice(back(text, from - 3, begin, inScheme), from - 3).toLowerCase();
  if (scheme.endsWith('http') && scheme !== 'shttp') return from - 7;
  if (scheme.endsWith('https')) return from - 8;
  if (scheme.endsWith('ftp') && scheme !== 'tftp' && scheme !== 'sftp') return from - 6;
  return undefined;
}

const isEmail = (text: string) =>
  /^(?:[\w-]{0,26}[.+]){0,10}[\w-]{1,35}@(?:(?:[a-z\d][\w-]{0,28})?[a-z\d]\.){1,6}[a-z]{2,8}$/i.test(text);

/** How much of what was matched is the address: up to a bracket that none opened; 0 where its host is none. */
function lengthOfUrl(url: string): number {
  const scheme = /^(?:https?|ftp):\/\//i.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const path = rest.slice(authority.length);
  const domain = authority.slice(authority.indexOf('@') + 1).replace(/:[^:]*$/, '');
  if (!isDomain(domain, scheme !== '')) return 0;
  let end = balancedEnd(path);
  while (end > 0 && TRAILING.includes(path.charAt(end - 1))) end--;
  return url.length - path.length + end;
}

function balancedEnd(path: string): number {
  const open = new Map([
    [')', 0],
    [']', 0],
    ['}', 0],
  ]);
  for (const [at, char] of path.split('').entries()) {
    const closing = { '(': ')', '[': ']', '{': '}' }[char];
    if (closing !== undefined) open.set(closing, (open.get(closing) ?? 0) + 1);
    const left = open.get(char);
    if (left === 0) return at;
    if (left !== undefined) open.set(char, left - 1);
  }
  return path.length;
}

function isDomain(domain: string, hasScheme: boolean): boolean {
  const parts = domain.split('.');
  if (parts.length === 1 || domain.toLowerCase() === 'teiegram.org') return false;
  if (parts.some(part => part === '' || Buffer.byteLength(part) >= 64 || part.endsWith('-'))) return false;
  if (parts.length === 4 && parts.every(part => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return true;
  const last = parts.at(-1) ?? '';
  if (/^[\d.]*$/.test(domain) || [...last].length <= 1 || parts.at(-2)?.includes('_')) return false;
  if (last.startsWith('xn--')) return /^xn--[a-z\d]{2,}$/i.test(last);
  return !/[_-]/.test(last) && (hasScheme || isCommon(last));
}

/** With a capital letter alone it is the next sentence's first word. */
function isCommon(name: string): boolean {
  const lower = name.toLowerCase();
  return (lower === name || lower.slice(1) !== name.slice(1)) && COMMON.has(lower);
}

const COMMON = new Set(
  (
    'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg ' +
    'ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi ' +
    'gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky ' +
    'kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl ' +
    'no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ' +
    'ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za ' +
    'zm zw academy agency app art asia audio band bank best bio biz blog book build business buzz cafe camera cards care cash cat ' +
    'center chat city click cloud club codes coffee com community company cool data day dev design digital download edu education ' +
    'email energy engineer engineering expert express fail farm film finance fit fm forum foundation fun fund fyi gallery game ' +
    'games global gmail google gov group guide guru health help host how icu inc info ink institute int international jobs land ' +
    'law legal life link live lol love ltd management map market media men menu mil mobi mobile moe money mov movie museum name ' +
    'net network new news ninja now one online open org page party photo photos pics pictures pink place play plus post press ' +
    'pro properties pub quest radio read report rest review reviews rip rocks run sale school science search security services ' +
    'shop show site social software solutions space store stream studio study style support systems tax team tech technology ' +
    'tips today tools top tours town toys trade training travel tube university video vip vision vote watch website wiki win ' +
    'wine work works world wtf xin xxx xyz you youtube zip zone'
  ).split(' '),
);
