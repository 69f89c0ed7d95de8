/** Ways to ask about a topic, which stands for `{}`. The bare topic is one of them. */
export const ABOUT = {
  zh: [
    '{}',
    '关于{}',
    '{}的那条',
    '有没有讲{}的',
    '我们记过{}吗？',
    '找一下{}',
    '之前提到的{}',
    '{}相关的笔记',
    '请问有{}的文章吗',
  ],
  en: [
    '{}',
    'anything about {}?',
    'what did we note about {}?',
    'find {}',
    'do we have something on {}?',
    'notes on {}',
    'can you find the link about {}',
    'what do the notes say about {}?',
  ],
} as const;

/** Ways to ask when a word was first and last mentioned. */
export const FIRST = [
  '第一次提到{}是什么时候',
  '最早什么时候记了{}',
  'when did we first mention {}?',
  'when was {} first mentioned',
];
export const LAST = [
  '最后一次提到{}是哪天',
  '{}最近一次提到是什么时候',
  'when did we last mention {}?',
  'when was {} last noted?',
];

/** Ways to ask how many entries there are in all. */
export const COUNT_ALL = ['一共有多少条', 'how many entries are there in total?'];

/** Ways to ask how many entries have a tag. */
export const COUNT_TAG = ['#{} 有多少条', 'how many entries are tagged #{}?'];

export function fill(phrase: string, topic: string): string {
  return phrase.replace('{}', () => topic);
}

/** A way to ask for a day. One that leaves the year out is asked soon after the day. */
type DayPhrase = { yearless?: true; ask(day: Day): string };

/** A day as people write it; `iso` is its ISO form. */
export type Day = { iso: string; year: string; month: string; day: string; name: string };

export function dayOf(iso: string): Day {
  const [year = '', month = '', day = ''] = iso.split('-');
  return { iso, year, month: String(Number(month)), day: String(Number(day)), name: MONTHS[Number(month) - 1] ?? '' };
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

export const DAY: readonly DayPhrase[] = [
  { ask: ({ year, month, day }) => `${year}.${month}.${day}` },
  { ask: ({ year, month, day }) => `${year}年${month}月${day}日记了什么` },
  { ask: ({ iso }) => `${iso} 有什么` },
  { ask: ({ year, month, day }) => `看看${year}/${month}/${day}的笔记` },
  { ask: ({ iso }) => `${iso.replaceAll('-', '')}那天` },
  { yearless: true, ask: ({ month, day }) => `${month}月${day}日有啥` },
  { ask: ({ iso }) => `what did we note on ${iso}?` },
  { ask: ({ name, day, year }) => `what did we note on ${name} ${day}, ${year}?` },
  { ask: ({ name, day, year }) => `notes from ${day} ${name} ${year}` },
  { yearless: true, ask: ({ name, day }) => `anything on ${name.slice(0, 3)} ${day}?` },
];

export const COUNT_DAY: readonly DayPhrase[] = [
  { ask: ({ year, month, day }) => `${year}年${month}月${day}日记了几条？` },
  { ask: ({ iso }) => `how many entries on ${iso}?` },
];

export const COUNT_MONTH: readonly DayPhrase[] = [
  { ask: ({ year, month }) => `${year}年${month}月记了多少条` },
  { ask: ({ year, name }) => `how many entries in ${name} ${year}?` },
];
