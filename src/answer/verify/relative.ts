const unit = '(?:day|week|weekend|fortnight|month|quarter|semester|year|decade|century)s?';
const part = '(?:night|morning|evening|afternoon|spring|summer|autumn|winter)s?';
const weekday = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';

const patterns: RegExp[] = [
  new RegExp(
    `\\b(?:last|this|next|past|previous|following|coming|same|preceding)\\s+(?:[a-z\\d-]{1,20}\\s+)?(?:${unit}|${part}|${weekday})\\b`,
    'gi',
  ),
  /\b(?:[a-z\d-]{1,20}\s+){0,2}(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?)\s+(?:ago|earlier|before|prior|since)\b/gi,
  /\b(?:the\s+)?(?:day|week|month|year)s?\s+(?:before|after|ago|later)\b/gi,
  new RegExp(
    `\\b${weekday}s?\\b|\\b(?:yesterday|today|tonight|tomorrow|overnight|the other day|just now|christmas|thanksgiving|halloween|easter)\\b`,
    'gi',
  ),
  /\b(?:mon|tue|wed|thu|thur|fri|sat)\b\.?(?=,|\s\d)/gi,
  /\b(?:spring|summer|autumn|winter|fall)\s+(?:of\s+)?(?=\d{4})/gi,
  /[〇零一二两三四五六七八九十百千万半几数\d]{1,8}\s?(?:个\s?)?(?:秒钟?|分钟|小时|天|日|周|星期|礼拜|月|季度|年)(?:之|以)?前(?![端缀])/gi,
  /(?:大?[昨今明前后]天|[昨今明当次翌同即]日|[今昨明]晚|今早|今晨|当[天晚]|近日|日前|前[些几两]?[天日]|[昨前]夜|改天|[正腊]月|[去今明前后同]年|上{1,2}半?年|本年度?|下半年|同月|同期)/gi,
  /(?:[上下]{1,2}|本|这|当|前|近)(?:一|两|几)?个?(?:周|星期|礼拜|月|季度?)(?:[一二三四五六日天末初底中])?/gi,
  /(?<![一二两三四五六七八九十每几\d])(?:周|星期|礼拜)[一二三四五六日天末](?![次个遍种])/gi,
  /[年月]初|[年月]底|[年月]末|年中|除夕|春节|元旦|五一|国庆|中秋|端午|圣诞/gi,
  /\b(?:(?:hour|dai|night|week|fortnight|month|quarter|year)ly|(?:bi|semi)?(?:weekly|monthly|annual(?:ly)?)|noon|midnight|dawn|dusk|for\s+(?:years|decades|centuries|ages)|in\s+(?:the\s+)?(?:spring|summer|autumn|winter))\b/gi,
  /每(?:个?(?:小时|星期|季度|月)|[天日周月年晚])|多年|常年|凌晨|清晨|傍晚|午夜|中午|[春夏秋冬][天季]/g,
];

/** What comes again and again is called alike in both languages. */
const alike: (readonly string[])[] = [
  ['daily', '每天', '每日', '日报'],
  ['weekly', '每周', '每星期', '每个星期', '周刊', '周报', '周会'],
  ['monthly', '每月', '每个月', '月刊', '月报', '月度'],
  ['annual', 'annually', 'yearly', '每年', '年度', '一年一度'],
];

/** A relative time in the words that a source may have for it, its own among them. */
export function saidAs(words: string): readonly string[] {
  return alike.find(same => same.includes(words)) ?? [words];
}

/** The words in a text that mean a day by the day they are read on, or none that can be checked. */
export function relativeIn(text: string): { relative: string[]; rest: string } {
  const relative: string[] = [];
  let rest = text;
  for (const pattern of patterns) {
    rest = rest.replace(pattern, (found, at: number) => {
      // 2021年初 and 1月底 say which year and month they mean.
      if (/^[年月][初底末中]$/.test(found) && /[\d〇零一二三四五六七八九十]\s?$/.test(rest.slice(0, at))) return found;
      if (/^[上下]半?年$/.test(found) && /年\s?$/.test(rest.slice(0, at))) return found;
      relative.push(found.trim().toLowerCase());
      return ' '.repeat(found.length);
    });
  }
  return { relative, rest };
}
