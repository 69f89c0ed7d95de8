const english = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');

/** The number that Chinese says in characters or digits: 二十一, 两, 21. */
export function chineseNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const [, tens, units] = /^(?:([二三四五六七八九]?)十|廿)?([零一二三四五六七八九两]?)$/.exec(text) ?? [];
  if (tens === undefined && units === undefined) return undefined;
  const ten = text.includes('廿') ? 2 : text.includes('十') ? digit(tens) || 1 : 0;
  return ten * 10 + digit(units);
}

/** The year that is said digit by digit: 二零二一, 2021, 21. */
export function yearNumber(text: string): number {
  const value = Number([...text].map(character => (/\d/.test(character) ? character : digit(character))).join(''));
  return value < 100 ? 2000 + value : value;
}

/** The number that English says: "three", "a", "a couple of", "3", "third", "3rd". */
export function englishNumber(text: string): number | undefined {
  const word = text.toLowerCase();
  if (/^an?$/.test(word)) return 1;
  if (/couple/.test(word)) return 2;
  const index = Math.max(english.indexOf(word), ordinals.indexOf(word));
  if (index >= 0) return index + 1;
  const number = Number.parseInt(word, 10);
  return Number.isNaN(number) ? undefined : number;
}

function digit(character: string | undefined): number {
  if (character === undefined || character === '') return 0;
  return character === '两' ? 2 : '零一二三四五六七八九'.indexOf(character);
}
