import { fold } from '../../model/offline/tokens.ts';
import { digitsOfChinese, digitsOfEnglish } from './counting-words.ts';

/** A number that a text says. `value`: its digits, or the whole of a name with digits in it, such as resnet50. */
export type Measure = {
  value: string;
  /** what it counts, where that is a measure: %, x, ord, s, day, gb, usd…; undefined for anything else */
  unit: string | undefined;
  /** the Latin word before it, which may belong to it: YOLO v2 */ before: string;
  /** it may count the sources themselves: "two entries" */ countsEntries: boolean;
};

const unitWords: [unit: string, words: RegExp][] = [
  ['%', /^\s?-?(?:%|percent(?:age)?\b|per cent\b|pct\b|个?百分点)/],
  ['‰', /^\s?‰/],
  ['x', /^(?:\s?-?(?:x|×|times|-?fold)\b|\s?×|\s?[倍次])/],
  ['ms', /^\s?-?(?:ms\b|milliseconds?\b|毫秒)/],
  ['s', /^(?:s\b|\s?-?(?:secs?|seconds?)\b|\s?秒)/],
  ['min', /^\s?-?(?:min(?:ute)?s?\b|分钟)/],
  ['h', /^(?:h\b|\s?-?(?:hrs?|hours?)\b|\s?个?(?:半)?小时|\s?个?钟头)/],
  ['day', /^\s?-?(?:days?\b|天)/],
  ['week', /^\s?-?(?:weeks?\b|个?星期|周(?![年围边])|个?礼拜)/],
  ['month', /^\s?-?(?:months?\b|个月)/],
  ['year', /^\s?-?(?:years?\b|年(?!代)|周年|岁)/],
  ['decade', /^(?:s\b|\s?-?(?:decades?)\b|\s?年代)/],
  ['kb', /^\s?-?(?:kib|kb)\b/],
  ['mb', /^\s?-?(?:mib|mb)\b/],
  ['gb', /^\s?-?(?:gib|gb)\b/],
  ['tb', /^\s?-?(?:tib|tb)\b/],
  ['hz', /^\s?-?[kmg]?hz\b/],
  ['px', /^\s?-?(?:px|pixels?)\b|^\s?像素/],
  ['fps', /^\s?-?fps\b|^\s?帧每秒/],
  ['km', /^\s?-?(?:km|kilomet(?:er|re)s?)\b|^\s?(?:公里|千米)/],
  ['cm', /^\s?-?(?:cm|centimet(?:er|re)s?)\b|^\s?厘米/],
  ['mm', /^\s?-?(?:mm|millimet(?:er|re)s?)\b|^\s?毫米/],
  ['m', /^(?:m\b|\s?-?met(?:er|re)s?\b|\s?米)/],
  ['kg', /^\s?-?(?:kg|kilos?|kilograms?)\b|^\s?(?:公斤|千克)/],
  ['deg', /^\s?(?:°|degrees?\b|度)/],
  ['usd', /^\s?(?:dollars?\b|usd\b|美元|\$)/],
  ['cny', /^\s?(?:yuan\b|rmb\b|cny\b|元|块钱)/],
  ['eur', /^\s?(?:euros?\b|eur\b|欧元|€)/],
];
const money: Record<string, string> = { $: 'usd', '¥': 'cny', '€': 'eur', '£': 'gbp', '#': '#' };

const alnum = '[[\\p{L}\\p{N}]--[\\p{Script=Han}--\\p{N}]]';
const tokens = new RegExp(`${alnum}+(?:[.,:\\/_\\-+'~^*]${alnum}+)*`, 'giv');

/** Kinds of things that an answer may count of its own sources. */
const entryWords =
  /^(?:\s(?:\p{L}[\p{L}-]*\s){0,3}(?:entr(?:y|ies)|notes?|sources?|links?|items?|articles?|posts?|resources?|papers?|tutorials?|projects?|tools?|datasets?|pieces|references?|repos|repositories|libraries|guides?|write-?ups?|surveys?|reports?|pages?|of them|ones)\b|\s?(?:条|篇|则|项|份|款|处|个(?!月|星期|礼拜|小时|钟|百分|季)|种))/u;

/**
 * The numbers in a text that `plain` made, in digits or in words, one and first aside. A number is a whole token: the 2
 * of YOLOv2 is none.
 */
export function numbersIn(text: string): Measure[] {
  const found: Measure[] = [];
  const romans =
    text.match(/\b(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|VI{1,3}|I{2,3}|XL[IVX]*|L[XV][IVX]*|XC[IVX]*)\b/g) ?? [];
  for (const roman of romans) {
    if (roman.length > 1) found.push(named(roman.toLowerCase(), ''));
  }
  // Stars in a row are points that are given.
  for (const [stars] of text.matchAll(/([⭐★☆🌟✪])\1+/gu)) found.push(named(`${[...stars].length}stars`, ''));
  const said = digitsOfEnglish(digitsOfChinese(fold(text)));
  let before = '';
  let end = 0;
  for (const { 0: token, index } of said.matchAll(tokens)) {
    const near = /^[\s.-]{0,2}$/.test(said.slice(end, index)) ? before : '';
    if (/\p{N}/u.test(token)) {
      const around = {
        lead: said[index - 1] ?? '',
        after: said.slice(index + token.length, index + token.length + 40),
        before: near,
      };
      found.push(...measuresIn(token, around));
    }
    before = token;
    end = index + token.length;
  }
  return found;
}

type Around = { lead: string; after: string; before: string };

function measuresIn(token: string, around: Around): Measure[] {
  const { lead, after, before } = around;
  const text = token.replace(/'s$/, '');
  const number = /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?$/;
  const measure = (value: string, rest: string, unit?: string): Measure => ({
    value: value.replaceAll(',', ''),
    unit: unit ?? money[lead] ?? unitOf(rest),
    before,
    countsEntries: /^\d{1,2}$/.test(value) && entryWords.test(rest),
  });
  if (number.test(text)) return [measure(text, after)];
  const ordinal = /^(\d+)(?:st|nd|rd|th)$/.exec(text)?.[1];
  if (ordinal !== undefined) return [measure(ordinal, '', 'ord')];
  // 4-day, 10gb, 17-keypoint, 2-year-old
  const [, value, word = ''] = /^(\d+(?:\.\d+)?)(-?\p{L}+(?:-\p{L}+)*)$/u.exec(text) ?? [];
  if (value !== undefined && (unitOf(word) !== undefined || (word.startsWith('-') && word.length > 3)))
    return [measure(value, word.startsWith('-') ? word + after : word)];
  // 2016-2020, 10~20, 4,5
  if (/^[\d.]+(?:[-~,+*^][\d.]+)+$/.test(text)) {
    const parts = text.split(/[-~,+*^]/);
    return parts.every(part => number.test(part)) ? parts.map(part => measure(part, after)) : [named(text, before)];
  }
  if (/^[\d./:]+$/.test(text)) return [{ ...named(text, before), unit: unitOf(after) }];
  // ci/cd-2: what a slash or the like joins are tokens of their own.
  const parts = text.split(/[,/:~^*+']/);
  if (parts.length > 1) {
    return parts.flatMap((part, at) =>
      /\p{N}/u.test(part)
        ? measuresIn(part, {
            lead: at === 0 ? lead : '',
            after: at === parts.length - 1 ? after : '',
            before: at === 0 ? before : '',
          })
        : [],
    );
  }
  return [named(text, before)];
}

/** Names are compared without the marks that join their parts: ResNet-50, ResNet50. */
function named(token: string, before: string): Measure {
  return { value: squeezed(token), unit: undefined, before, countsEntries: false };
}

function squeezed(token: string): string {
  return token.replace(/[-_']/g, '');
}

function unitOf(rest: string): string | undefined {
  return unitWords.find(([, words]) => words.test(rest))?.[0];
}

/** What of its numbers a text bears out. */
export type Numbers = { has(number: Measure): boolean };

/** @param text what `plain` made of a source, without addresses and dates */
export function numbersOf(text: string): Numbers {
  const exact = new Set<string>();
  const loose = new Set<string>();
  for (const { value, unit, before } of numbersIn(text)) {
    exact.add(`${value} ${unit ?? ''}`);
    if (unit === undefined || !/^(?:%|‰|#|ord)$/.test(unit)) loose.add(value);
    if (before !== '') loose.add(squeezed(before + value));
  }
  return {
    has({ value, unit, before }) {
      if (unit !== undefined) return exact.has(`${value} ${unit}`);
      return loose.has(value) || (before !== '' && loose.has(squeezed(before + value)));
    },
  };
}
