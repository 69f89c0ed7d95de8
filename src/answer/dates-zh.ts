import {
  addDays,
  addMonths,
  type Dates,
  isoDay,
  latest,
  monthOf,
  nthWeek,
  type PartialDate,
  partsOf,
  weekOf,
  yearOf,
} from './calendar.ts';
import { type DatePhrase, opened } from './date-phrase.ts';
import { chineseNumber, yearNumber } from './numerals.ts';
import { between } from './ranges.ts';

const number = '(?:\\d{1,3}|[一二三四五六七八九十两]{1,3})';
const yearName =
  '(?:(?<year>(?:19|20)\\d\\d|[零一二三四五六七八九]{4}|(?<![\\d.])\\d\\d)\\s?年|(?<years>去年|今年|前年|大前年|本年))';
const monthName = `(?:(?<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\\s?月份?|(?<months>上上?个?月|这个?月|本月|当月))`;
const dayNumber =
  '(?:[12]\\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]|廿[一二三四五六七八九]?)';
const weekName = '(?:周|星期|礼拜)';
const unit = '(?:个?半?(?<unit>天(?![线气文空然])|日|周|星期|礼拜|月|年|季度))';

const ofNothingElse = '(?!\\s?(?:线|楼|位|机|电池|选手|样本|数据|模型|节点|卡|文件|染色体|游|报|元|式))';

/** Dates as Chinese says them. Patterns are for folded text. */
export const chineseDates: DatePhrase[] = [
  {
    // 2021年1月18日-24日, 1月18到20号, 上个月3、4号
    pattern: RegExp(
      `(?:${yearName}\\s?的?\\s?)?${monthName}\\s?的?\\s?(?<day>${dayNumber})\\s?[日号]?\\s?(?:到|至|[-–—~、和])\\s?(?<last>${dayNumber})\\s?[日号](?!\\d)`,
      'g',
    ),
    read: ({ groups }, today) => {
      const first = monthNamed(groups, today);
      const last = count(groups?.last);
      if (first === undefined || last === undefined) return undefined;
      return between({ ...first, ...day(groups?.day) }, { day: last }, today);
    },
  },
  {
    // 18-24号, 18日到20日
    pattern: RegExp(
      `(?<![\\d.第年月])(?<day>${dayNumber})\\s?[日号]?\\s?(?:到|至|[-–—~、])\\s?(?<last>${dayNumber})\\s?[日号]${ofNothingElse}`,
      'g',
    ),
    read: ({ groups }, today) => {
      const end = latest(day(groups?.last), today);
      return end && between(day(groups?.day), end, today);
    },
    holds: opened,
  },
  {
    // 2021年1月20日, 1月20号, 去年1月, 上个月20号, 一月份, 1月下旬
    pattern: RegExp(
      `(?:${yearName}\\s?的?\\s?)?(?<![\\d.第]|[一二三四五六七八九十])${monthName}(?:\\s?的?\\s?(?<day>${dayNumber})(?:\\s?[日号]|(?<=\\d)(?![\\dA-Za-z.%]|\\s?[条个篇次天年月周种])))?(?<part>上旬|中旬|下旬|初|底|末)?`,
      'g',
    ),
    read: ({ groups }, today) => {
      const named = monthNamed(groups, today);
      if (named === undefined) return undefined;
      if (groups?.day !== undefined) return { ...named, ...day(groups.day) };
      return groups?.part === undefined ? named : partOfMonth(named, groups.part, today);
    },
  },
  {
    // 2月最后一天, 上个月第一天
    pattern: RegExp(
      `(?:${yearName}\\s?的?\\s?)?(?<![\\d.第]|[一二三四五六七八九十])${monthName}\\s?的?\\s?(?<end>第一天|头一天|最后一天)`,
      'g',
    ),
    read: ({ groups }, today) => {
      const named = monthNamed(groups, today);
      const month = named && latest(named, today);
      return month && oneDay(groups?.end === '最后一天' ? month.to : month.from);
    },
  },
  {
    // 1月第三周, 2021年第3周, 一月的第一个星期
    pattern: RegExp(
      `(?:${yearName}\\s?的?\\s?)?(?:${monthName}\\s?的?\\s?)?(?<=[年月份的]\\s?)第\\s?(?<week>${number})\\s?个?${weekName}`,
      'g',
    ),
    read: ({ groups }, today) => {
      const period = latest(yearNamed(groups, today), today);
      const month = monthNamed(groups, today);
      const within = month === undefined ? period : latest(month, today);
      return within && nthWeek(within, count(groups?.week) ?? 0);
    },
  },
  {
    // 第三周 alone is the year's, or a course's
    pattern: RegExp(`(?<![年月份的])第\\s?(?<week>${number})\\s?周`, 'g'),
    read: ({ groups }, today) => {
      const week = count(groups?.week) ?? 0;
      const year = partsOf(today).year;
      return [year, year - 1, year - 2]
        .map(candidate => nthWeek(yearOf(`${candidate}-06-01`), week))
        .find(dates => dates !== undefined && dates.from <= today);
    },
    holds: (before, after) => opened(before) && /^\s*(?:$|[,，。?!？！的都有记收我们里]|期间)/.test(after),
  },
  {
    // 2021年第一季度, 去年下半年, 2020年底
    pattern: RegExp(
      `(?:${yearName}\\s?的?\\s?)(?:第?(?<quarter>[一二三四1-4])季度?|Q(?<q>[1-4])|(?<part>上半年|下半年|年?初|年?底|年?末))`,
      'gi',
    ),
    read: ({ groups }, today) => partOfYear(yearNamed(groups, today).year, groups),
  },
  {
    // 第一季度, 上半年: the latest that has begun
    pattern: /(?<![年\d])(?:第(?<quarter>[一二三四1-4])季度|(?<part>上半年|下半年))/g,
    read: ({ groups }, today) => {
      const { year } = partsOf(today);
      const dates = partOfYear(year, groups);
      return dates === undefined || dates.from <= today ? dates : partOfYear(year - 1, groups);
    },
    holds: opened,
  },
  {
    // 2021年 as a time: not 2021年终总结, CVPR 2021年的论文
    pattern: /(?<![\w.]\s?)(?<year>(?:19|20)\d\d|[零一二三四五六七八九]{4})\s?年(?!\s?[终度代初底末鉴会级报])/g,
    read: ({ groups }) => ({ year: yearNumber(groups?.year ?? '') }),
    holds: (before, after) =>
      /(?:[在从自于到至截]|since|before|after|in|during|until)\s*$/i.test(before) ||
      /^\s?(?:$|[,，。；;?？!！、]|的|有|记|里|内|中的?|期间|我们|咱们|都|一共|总共|收|提|以来|以前|之前|以后|之后|前|后|到|至|起|和|[-–—~]|(?:推荐|分享|发|写|看|读|聊|讨论|讲|说|整理)(?:过|了))/.test(
        after,
      ),
  },
  {
    pattern: /去年|今年|大?前年|本年度?/g,
    read: ([name], today) => ({ year: yearBy(name, today) }),
  },
  {
    pattern: /大前天|前天|前日|前晚|昨天|昨日|昨晚|昨夜|今天|今日(?!头条)|今早|今晨|今晚/g,
    read: ([name], today) => {
      const back = name.startsWith('大') ? 3 : { 前: 2, 昨: 1, 今: 0 }[name.charAt(0)];
      return back === undefined ? undefined : oneDay(addDays(today, -back));
    },
  },
  {
    // 上周三, 这周一, 上上个星期天, 周五, 上周末
    pattern: RegExp(
      `(?:(?<back>上+)(?:个|一)?|(?<here>[这本])(?:个|一)?|(?<![一二三四五六七八九十两几每半隔个\\d]))${weekName}(?<weekday>[一二三四五六日天末]|[1-7](?![\\d.]))(?![次个条篇期]|\\s?号|(?<=一)[共直般起样些下])`,
      'g',
    ),
    read: ({ groups }, today) => {
      const offset = '一二三四五六日'.indexOf(groups?.weekday?.replace('天', '日') ?? '');
      const weekday = groups?.weekday === '末' ? 5 : offset >= 0 ? offset : Number(groups?.weekday) - 1;
      const monday = addDays(weekOf(today).from, -7 * (groups?.back?.length ?? 0));
      const bare = groups?.back === undefined && groups?.here === undefined;
      const from = addDays(monday, weekday - (bare && addDays(monday, weekday) > today ? 7 : 0));
      return { from, to: groups?.weekday === '末' ? addDays(from, 1) : from };
    },
  },
  {
    pattern: RegExp(
      `(?:(?<back>上+)|[这本当])(?:个|一)?${weekName}(?!一(?![共直般起样些下])|[二三四五六日天末边围刊期])`,
      'g',
    ),
    read: ({ groups }, today) => weekOf(addDays(today, -7 * (groups?.back?.length ?? 0))),
  },
  {
    // 三天前, 两周前, 半年前: the whole week, month or year of that day
    pattern: RegExp(`(?<![前第\\d.])(?<count>${number}|半)\\s?${unit}[之以]?前(?![面端向沿置])`, 'g'),
    read: ({ groups }, today) => {
      const amount = span(groups);
      if (amount === undefined) return undefined;
      const then = amount.months > 0 ? addMonths(today, -amount.months) : addDays(today, -amount.days);
      if (groups?.unit === '年' && groups.count !== '半') return yearOf(then);
      if (amount.months > 0) return monthOf(then);
      return groups?.unit === '天' || groups?.unit === '日' || groups?.count === '半' ? oneDay(then) : weekOf(then);
    },
  },
  {
    // 最近三天, 过去一周, 近半年, 这两天 end today; 前两天 ended yesterday
    pattern: RegExp(
      `(?:最近|近|过去|这(?!一)|(?<before>之?前))的?这?(?<count>${number}|半)\\s?${unit}(?:以来|以内|之内|内|里|来|间)?(?!前)`,
      'g',
    ),
    read: ({ groups }, today) => rolling(span(groups), groups?.before === undefined ? today : addDays(today, -1)),
  },
  {
    // 三天内, 一周以来
    pattern: RegExp(`(?<![第\\d.])(?<count>${number}|半)\\s?${unit}(?:以来|以内|之内|内)`, 'g'),
    read: ({ groups }, today) => rolling(span(groups), today),
  },
  {
    // 20号, unless it numbers something else: 天问一号, 3号楼
    pattern: RegExp(`(?<![\\d.第年月])(?<day>${dayNumber})\\s?[日号]${ofNothingElse}`, 'g'),
    read: ({ groups }) => day(groups?.day),
    holds: opened,
  },
];

type Groups = Record<string, string | undefined> | undefined;

function oneDay(day: string): Dates {
  return { from: day, to: day };
}

function day(text: string | undefined): PartialDate {
  return { day: count(text) ?? 0 };
}

function yearBy(name: string, today: string): number {
  const back: Record<string, number> = { 去年: 1, 前年: 2, 大前年: 3 };
  return partsOf(today).year - (back[name] ?? 0);
}

function yearNamed(groups: Groups, today: string): { year: number } {
  if (groups?.years !== undefined) return { year: yearBy(groups.years, today) };
  return { year: groups?.year === undefined ? partsOf(today).year : yearNumber(groups.year) };
}

// The month with the year that was said beside it; 上个月 has its own year.
function monthNamed(groups: Groups, today: string): PartialDate | undefined {
  if (groups?.months !== undefined) {
    const back = groups.months.split('上').length - 1;
    const { year, month } = partsOf(addMonths(today, -back));
    return { year, month };
  }
  const month = count(groups?.month);
  if (month === undefined) return undefined;
  return groups?.year === undefined && groups?.years === undefined ? { month } : { ...yearNamed(groups, today), month };
}

function partOfMonth(named: PartialDate, part: string, today: string): Dates | undefined {
  const month = latest(named, today);
  if (month === undefined) return undefined;
  const { year, month: ordinal } = partsOf(month.from);
  const at = (day: number) => isoDay(year, ordinal, day) ?? month.to;
  if (part === '上旬' || part === '初') return { from: month.from, to: at(10) };
  return part === '中旬' ? { from: at(11), to: at(20) } : { from: at(21), to: month.to };
}

function partOfYear(year: number | undefined, groups: Groups): Dates | undefined {
  const quarter = count(groups?.quarter ?? groups?.q);
  const months = (first: number, last: number) => {
    const from = isoDay(year ?? 0, first, 1);
    const end = isoDay(year ?? 0, last, 1);
    return from === undefined || end === undefined ? undefined : { from, to: monthOf(end).to };
  };
  if (quarter !== undefined) return months(quarter * 3 - 2, quarter * 3);
  if (groups?.part === '上半年') return months(1, 6);
  if (groups?.part === '下半年') return months(7, 12);
  return groups?.part?.endsWith('初') ? months(1, 2) : months(11, 12);
}

function span(groups: Groups): { days: number; months: number } | undefined {
  const half = groups?.count === '半';
  const amount = half ? 0.5 : count(groups?.count);
  if (amount === undefined || amount === 0) return undefined;
  if (groups?.unit === '年') return { days: 0, months: amount * 12 };
  if (groups?.unit === '季度') return { days: 0, months: amount * 3 };
  if (groups?.unit === '月') return half ? { days: 15, months: 0 } : { days: 0, months: amount };
  const days = groups?.unit === '天' || groups?.unit === '日' ? amount : amount * 7;
  return { days: Math.ceil(days), months: 0 };
}

function rolling(amount: { days: number; months: number } | undefined, to: string): Dates | undefined {
  if (amount === undefined) return undefined;
  const from = amount.months > 0 ? addDays(addMonths(to, -amount.months), 1) : addDays(to, 1 - amount.days);
  return { from, to };
}

function count(text: string | undefined): number | undefined {
  return text === undefined ? undefined : chineseNumber(text);
}
