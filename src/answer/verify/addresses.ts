const rest = "[\\w\\-.~:\\/?#\\[\\]@!$&'\\(\\)*+,;=%]*";
const latin = '[[\\p{L}\\p{N}_\\-]--\\p{Script=Han}]+';
const label = `(?:${latin}|\\p{Script=Han}+)`;
/** The first of them begins where nothing of its kind stands before it. */
const first = `(?:(?<![[\\p{L}\\p{N}_\\-]--\\p{Script=Han}])${latin}|(?<!\\p{Script=Han})\\p{Script=Han}+)`;

/** Endings of sites that are told from words even where the dot is written out or stands apart. */
const endings =
  'com|net|org|io|cn|ai|dev|app|info|biz|xyz|top|me|cc|ru|uk|jp|tk|ly|gg|sh|site|online|shop|club|link|click|tech';

const written: RegExp[] = [
  new RegExp(`[a-z][a-z0-9+.\\-]{1,20}:[\\/\\\\]{1,3}${rest}`, 'giv'),
  new RegExp(`\\b(?:javascript|vbscript|mailto|magnet|hxxps?|https?|ftp|tg|blob)\\s*:\\s*${rest}`, 'giv'),
  new RegExp(`\\b(?:data|file|tel|sms|about|intent|view-source):(?=[\\w\\/+])${rest}`, 'giv'),
  new RegExp(`\\bwww\\s?\\.${rest}`, 'giv'),
  /(?<![\w.+\-])[\w.+\-]*@[\p{L}\p{N}_][\p{L}\p{N}_.\-]+/giv,
  // A site or a file: what looks like one may be one.
  new RegExp(`${first}(?:\\.${label})+(?:[:\\/?#]${rest})?`, 'giv'),
  new RegExp(`\\blocalhost\\b(?:[:\\/]${rest})?|\\[[0-9a-f:]*:[0-9a-f:]*\\](?:[:\\/]${rest})?`, 'giv'),
];

const plainest = 'com|net|org|io|cn|xyz|ru';
const gluedEnding = new RegExp(`^(?:${endings})`, 'i');
const disguised: RegExp[] = [
  // evil [dot] com, evil(.)com, name [at] site
  /[[({<【]\s*(?:dot|\.|点|。|at|@|slash)\s*[\])}>】]/giu,
  // evil dot com, evil点com
  new RegExp(`\\b(?:dot|punkt)\\s+(?:${endings})\\b|点\\s?(?:${endings})(?![a-z])`, 'giu'),
  // evil . com, evil. com, evil·com
  new RegExp(`\\w(?:\\s\\.\\s?|\\.\\s)(?:${plainest})(?![\\p{L}\\p{N}])|\\s\\.\\s+\\p{L}`, 'giu'),
  new RegExp(`[a-z0-9]\\s?[·•∙⋅・‧,]+(?:${plainest})(?![\\p{L}\\p{N}])`, 'giu'),
  /:\s?\/\s?\/|\bslash\s+slash\b/giu,
  // /start: a chat makes a link of a command
  /(?<![\p{L}\p{N}_/<>])\/(?=\d*[a-z_])\w{2,64}(?![\w/])/giu,
  // #offer: likewise; C# is none
  /(?<![\p{L}\p{N}_&])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}_]+/giu,
];

/** The addresses in a text, what a chat makes links of (/start, #offer) among them, and the text with a space in the place of each character of theirs. The text is one that `plain` made. */
export function findAddresses(text: string): { addresses: string[]; rest: string } {
  const addresses: string[] = [];
  // Browsers take an ideographic full stop between Latin letters for a dot.
  let left = text.replace(/(?<=[a-z0-9])[。｡](?=[a-z0-9])/giu, '.');
  const take = (found: string, at: number, whole: string): string => {
    const address = trimmed(found);
    if (!isAddress(address)) return found;
    const after = whole.slice(at + found.length, at + found.length + 1);
    // What goes on in letters of another script is another address.
    addresses.push(address === found && /\p{L}/u.test(after) && /[/:]/.test(address) ? address + after : address);
    return ' '.repeat(address.length) + found.slice(address.length);
  };
  for (const pattern of written) left = left.replace(pattern, (...found) => take(found[0], found.at(-2), found.at(-1)));
  for (const pattern of disguised) {
    left = left.replace(pattern, found => {
      addresses.push(found);
      return ' '.repeat(found.length);
    });
  }
  return { addresses, rest: left };
}

/** What an entry's own addresses are compared by: with and without the scheme, and the last slash. */
export function formsOf(address: string): string[] {
  const bare = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  return [address, bare, address.replace(/\/$/, ''), bare.replace(/\/$/, '')];
}

/** Whether it is a site's or a file's mere name (Node.js, github.com), which may stand within a longer address. */
export function isName(address: string): boolean {
  return !/[/:?#@\\]/.test(address);
}

/** Whether a name stands in a text by itself, not as a part of a longer name. Both are in lower case. */
export function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.slice(Math.max(0, at - 1), at);
    const after = text.slice(at + name.length, at + name.length + 2);
    if (!/[a-z0-9_.\-@]/.test(before) && !/^(?:[a-z0-9_-]|\.[a-z0-9])/.test(after)) return true;
  }
  return false;
}

function isAddress(found: string): boolean {
  if (/[/:@\\]|^www/i.test(found)) return true;
  const labels = found.split('.');
  const end = labels.at(-1) ?? '';
  if (labels.length === 4 && labels.every(part => /^\d{1,3}$/.test(part))) return true;
  // What is glued to an ending does not hide it: evil.com2021年
  const glued = labels.slice(1).some(label => gluedEnding.test(label));
  return labels.length > 1 && (glued || /^\p{L}{2,}$/u.test(end) || /^xn--/i.test(end));
}

/** Without the punctuation that belongs to the sentence around. */
function trimmed(address: string): string {
  let end = address.replace(/[.,;:!?'"([]+$/, '');
  while (/[)\]]$/.test(end) && count(end, /[)\]]/g) > count(end, /[([]/g))
    end = end.slice(0, -1).replace(/[.,;:!?'"([]+$/, '');
  return end;
}

function count(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}
