const units: Record<string, number> = {};
'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
  .split(' ')
  .forEach((word, value) => {
    units[word] = value;
  });
'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').forEach((word, index) => {
  units[word] = 20 + 10 * index;
});
units.fourty = 40;
const scales: Record<string, number> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
const ordinals: Record<string, number> = {};
'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth'
  .split(' ')
  .forEach((word, index) => {
    ordinals[word] = index < 20 ? index + 1 : ([30, 40, 50, 60, 70, 80, 90, 100, 1000, 1e6][index - 20] ?? 0);
  });

const groups = ['', '', '', 'trio', 'quartet', 'quintet', 'sextet'];

const cardinal = [...Object.keys(units), ...Object.keys(scales)].sort((a, b) => b.length - a.length).join('|');
const ordinal = Object.keys(ordinals).join('|');
const numberWords = new RegExp(
  `\\b(?:(?:an?|half a)\\s+(?=hundred|thousand|million|billion|trillion))?(?:${cardinal})(?:(?:\\s+and\\s+|[\\s-]*)(?:${cardinal}))*(?:(?:\\s+and\\s+|[\\s-]*)(?:${ordinal})\\b|\\s+point(?:\\s+(?:${cardinal}))+\\b|(?=-?fold\\b)|\\b)`,
  'g',
);

const each = new RegExp(`${ordinal}|${cardinal}|point|half|and?`, 'g');

/** English number words of a lower-case text as digits: forty-two → 42, two thirds → 2/3, twice → 2 times. One and first stay words: they seldom count. */
export function digitsOfEnglish(text: string): string {
  return text
    .replace(/\b(?:tens|dozens|hundreds|thousands|millions|billions|trillions)\b/g, word => `${word}0`)
    .replace(/\b(twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies\b/g, (_, stem) => `${units[`${stem}y`]}s`)
    .replace(/\b(?:a\s+)?(couple|dozen)\b/g, (_, word) => (word === 'couple' ? '2' : '12'))
    .replace(/\btwice\b|\bdoubl(?:e|es|ed|ing)\b/g, '2 times')
    .replace(/\bthrice\b|\btripl(?:e|es|ed|ing)\b/g, '3 times')
    .replace(/\bquadrupl(?:e|es|ed|ing)\b/g, '4 times')
    .replace(/\bquintupl(?:e|es|ed|ing)\b/g, '5 times')
    .replace(/\bsextupl(?:e|es|ed|ing)\b/g, '6 times')
    .replace(/\b(?:trio|quartet|quintet|sextet)s?\b/g, word => `${groups.indexOf(word.replace(/s$/, ''))}`)
    .replace(/\b(?:a\s+)?(?:half|halves|halved|halving)\b/g, '1/2')
    .replace(/\bthird(?=[- ]part(?:y|ies)\b)/g, 'outside')
    .replace(
      /\b(one|two|three|four|five|six|seven|eight|nine)[\s-]+(thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b/g,
      (_, above, below) => `${units[above]}/${partOf(below)}`,
    )
    .replace(/\b(?:a\s+)?quarters?\b(?=\s+of\b)/g, '1/4')
    .replace(
      /(?<![\d.,])(\d+(?:\.\d+)?)[\s-](thousand|million|billion|trillion)\b/g,
      (_, digits, scale) => `${Number((Number(digits) * (scales[scale] ?? 1)).toPrecision(15))}`,
    )
    .replace(numberWords, said => valueIn(said))
    .replace(
      new RegExp(`\\b(?<!\\bper\\s)(${ordinal})(s?)\\b(?!\\s+of\\s+a\\s)`, 'g'),
      (word, base: string, plural: string) =>
        base === 'first' || (base === 'second' && plural !== '')
          ? word
          : plural === ''
            ? `${ordinals[base]}th`
            : `1/${ordinals[base]}`,
    );
}

function partOf(word: string): number {
  return /^(?:quarter|fourth)/.test(word) ? 4 : (ordinals[word.replace(/s$/, '')] ?? 0);
}

function valueIn(said: string): string {
  const words = (said.match(each) ?? []).filter(word => word !== 'and');
  if (words.length === 1 && words[0] === 'one') return said;
  let total = 0;
  let part = 0;
  let decimals = '';
  let last = false;
  for (const word of words) {
    if (word === 'point') decimals = '.';
    else if (decimals !== '') decimals += units[word] ?? '';
    else if (word === 'half') part = 0.5;
    else if (/^an?$/.test(word)) part ||= 1;
    else if (word === 'hundred') part = (part || 1) * 100;
    else if (scales[word] !== undefined) {
      total += (part || 1) * scales[word];
      part = 0;
    } else if (ordinals[word] !== undefined) {
      part += ordinals[word];
      last = true;
    } else part += units[word] ?? 0;
  }
  return `${total + part}${decimals}${last ? 'th' : ''}`;
}

/** What hundreds of things are called by, in either language. */
const many: Record<string, string> = { 十: 'tens', 百: 'hundreds', 千: 'thousands', 万: 'myriads', 亿: 'billions' };
const numerals = '〇零○一二两三四五六七八九十百千万亿廿卅俩仨';
const formal: Record<string, string> = {
  壹: '一',
  贰: '二',
  叁: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  佰: '百',
  仟: '千',
  弍: '二',
  弎: '三',
  亖: '四',
  参: '三',
};

/** Words with numerals that count nothing. */
const uncounted =
  /十分(?!之|钟|满)|百度|百科|百炼|千问|千帆|千禧|万能|万物|万维|万一|千万(?=[别不要注])|四川|三星|第三方|二维码|十足|统一|唯一|之一|专一|一一|一二|九章|三思|再三|举一反三|一举两得|五花八门|千变万化|三言两语|独一无二|[两三]者|七牛|一旦|一切|一般|一致|一定|一起|一直|一样|一些|一种|一体|一步/g;
const shield: [string, string][] = [...numerals].map((sign, index) => [sign, String.fromCodePoint(0xe100 + index)]);
const hide = new Map(shield);
const bare = new Map(shield.map(([sign, hidden]) => [hidden, sign]));

/** Chinese numerals of a simplified text as digits: 四十二 → 42, 三成 → 30%, 百分之五 → 5%, 五十亿 → 5000000000. 一 and 第一 stay: they seldom count. */
export function digitsOfChinese(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  const set = `[${numerals}]`;
  return text
    .replace(/[壹贰叁肆伍陆柒捌玖拾佰仟弍弎亖]/g, sign => formal[sign] ?? sign)
    .replace(uncounted, word => Array.from(word, sign => hide.get(sign) ?? sign).join(''))
    .replace(
      /(?:数|好?几|上|成)[十百千万亿]+(?:上万)?|数以[十百千万亿]+计/g,
      said => ` ${many[/[十百千万亿]/.exec(said)?.[0] ?? ''] ?? ''}0 `,
    )
    .replace(/翻了?[一1]?[倍番]|双倍|加倍/g, '2倍')
    .replace(/一半|半数|过半|半(?=[年天个月小])/g, '1/2')
    .replace(new RegExp(`百分之\\s?(${set}+(?:点${set}+)?|\\d+(?:\\.\\d+)?)`, 'g'), (_, part) => `${chinese(part)}%`)
    .replace(new RegExp(`千分之\\s?(${set}+|\\d+)`, 'g'), (_, part) => `${chinese(part)}‰`)
    .replace(
      new RegExp(`(?<!${set})(${set}{1,12}|\\d{1,12})分之(${set}+|\\d+)`, 'g'),
      (_, below, above) => `${chinese(above)}/${chinese(below)}`,
    )
    .replace(
      /([一二两三四五六七八九1-9])成(?![功为本果分员立长就熟型败])(?:([一二三四五六七八九半]))?/g,
      (_, tens, more) => `${chinese(tens)}${more === undefined ? '0' : more === '半' ? '5' : chinese(more)}%`,
    )
    .replace(
      /(\d+(?:\.\d+)?)\s?([十百千万亿]+)/g,
      (_, digits, scale) => `${Number((Number(digits) * scaleOf(scale)).toPrecision(15))}`,
    )
    .replace(/([二三四23456])\s?维/g, (_, count) => `${chinese(count)}d`)
    .replace(new RegExp(`第\\s?(${set}+|\\d+)`, 'g'), (said, count) => (count === '一' ? said : `${chinese(count)}th`))
    .replace(new RegExp(`${set}+(?:点${set}+)?`, 'g'), said => (said === '一' ? said : chinese(said)))
    .replace(/[\ue100-\ue1ff]/g, hidden => bare.get(hidden) ?? hidden);
}

function scaleOf(scale: string): number {
  let value = 1;
  for (const sign of scale) value *= { 十: 10, 百: 100, 千: 1e3, 万: 1e4, 亿: 1e8 }[sign] ?? 1;
  return value;
}

/** 四十二 → 42, 二〇二一 → 2021, 九十点二 → 90.2. */
function chinese(said: string): string {
  if (/^\d/.test(said)) return said;
  const [whole = '', decimals] = said.split('点');
  const after = decimals === undefined ? '' : `.${[...decimals].map(digit).join('')}`;
  if (!/[十百千万亿廿卅]/.test(whole)) return [...whole].map(digit).join('') + after;
  let total = 0;
  let section = 0;
  let part = 0;
  for (const sign of whole) {
    if (sign === '亿' || sign === '万') {
      const scale = sign === '亿' ? 1e8 : 1e4;
      total = sign === '亿' ? (total + section + part || 1) * scale : total + (section + part || 1) * scale;
      section = 0;
      part = 0;
    } else if (sign === '廿' || sign === '卅') section += sign === '廿' ? 20 : 30;
    else if (/[十百千]/.test(sign)) {
      section += (part || 1) * scaleOf(sign);
      part = 0;
    } else part = digit(sign);
  }
  // 二百五 is 250, 三万二 is 32000.
  const last = /([百千万])[一二三四五六七八九]$/.exec(whole)?.[1];
  if (last !== undefined) part *= scaleOf(last) / 10;
  return `${total + section + part}${after}`;
}

function digit(sign: string): number {
  if (sign === '两' || sign === '俩') return 2;
  if (sign === '仨') return 3;
  return sign === '〇' || sign === '○' ? 0 : '零一二三四五六七八九'.indexOf(sign);
}
