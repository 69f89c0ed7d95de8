import { isoDay, nthWeek, type PartialDate, yearOf } from './calendar.ts';
import { type DatePhrase, framed, ledBy, opened } from './date-phrase.ts';
import { between } from './ranges.ts';

const dayWord = ledBy('on|since|before|after|until|till|between|to|through|dated');

/** Dates of digits and separators, which read the same in both languages. */
export const numericDates: DatePhrase[] = [
  {
    // 2021.1.20, 2021-01-20T10:00, 2021/1/18-24
    pattern:
      /(?<![\w./])((?:19|20)\d\d)\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?:[T ]\d{1,2}:\d\d(?::\d\d)?Z?)?(?:(?:[-–~]|\s?[到至]\s?)(\d{1,2})日?(?!\s?[\d.\-/月年]))?(?!\d|[./]\d|-\d(?!\d{3}|\d?[./]\d)|[A-Za-z_])/g,
    read: ([, year, , month, day, last], today) => {
      const first = whole(Number(year), Number(month), Number(day));
      return first === undefined || last === undefined ? first : between(first, { day: Number(last) }, today);
    },
  },
  {
    // 20210120
    pattern: /(?<![\w./-])((?:19|20)\d\d)(\d\d)(\d\d)(?![\w-]|\.\d)/g,
    read: ([, year, month, day]) => whole(Number(year), Number(month), Number(day)),
  },
  {
    // 20/01/2021, 20.01.2021; where both readings exist the month comes first, as in 1/2/2021, except between dots
    pattern: /(?<![\w./-])(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d)(?![\w/]|[.-]\d)/g,
    read: ([, a, separator, b, year]) => {
      const [one, two] = separator === '.' ? [b, a] : [a, b];
      return whole(Number(year), Number(one), Number(two)) ?? whole(Number(year), Number(two), Number(one));
    },
  },
  {
    // 2021-01, 2021/01
    pattern: /(?<![\w./-])((?:19|20)\d\d)[-/](0[1-9]|1[0-2])(?![\w./-])/g,
    read: ([, year, month]) => ({ year: Number(year), month: Number(month) }),
  },
  {
    // 2021.1 is also a version of something
    pattern: /(?<![\w./-])((?:19|20)\d\d)[-/.](\d|1[0-2])(?![\w./-]|\s?[%％])/g,
    read: ([, year, month]) => (Number(month) > 0 ? { year: Number(year), month: Number(month) } : undefined),
    holds: (before, after) => framed(before, after) || ledBy('in|since|before|after|until|during')(before),
  },
  {
    // 1.18-1.24
    pattern: /(?<![\w./-])(\d{1,2})([./])(\d{1,2})\s?(?:-|–|—|~|到|至|to)\s?(\d{1,2})\2(\d{1,2})(?![\w/%％]|[.-]\d)/g,
    read: ([, month, , day, toMonth, toDay], today) =>
      between({ month: Number(month), day: Number(day) }, { month: Number(toMonth), day: Number(toDay) }, today),
    holds: before => opened(before) || dayWord(before),
  },
  {
    // 1.20 is also a version, 1/20 a fraction
    pattern: /(?<![\w./]|(?<!\d)-)(\d{1,2})[./](\d{1,2})(?![\w/%％]|\.\d|-\d(?!\d?[./]\d))/g,
    read: ([, month, day]) => ({ month: Number(month), day: Number(day) }),
    holds: (before, after) => dayWord(before) || framed(before, after),
  },
  {
    // A message that is nothing but 1.20 or 1/20: a version would hardly come to 13 or more.
    pattern: /^\s*(\d{1,2})(?:[./](1[3-9]|2\d|3[01])|\/(\d{1,2}))[\s?!？！。.]*$/g,
    read: ([, month, day, other]) => ({ month: Number(month), day: Number(day ?? other) }),
  },
  {
    // 2021-W03
    pattern: /(?<![\w./-])((?:19|20)\d\d)-?W(\d{1,2})(?!\w)/gi,
    read: ([, year, week]) => nthWeek(yearOf(`${year}-01-01`), Number(week)),
  },
];

function whole(year: number, month: number, day: number): PartialDate | undefined {
  return isoDay(year, month, day) === undefined ? undefined : { year, month, day };
}
