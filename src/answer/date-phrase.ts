import type { Dates, PartialDate } from './calendar.ts';

/** One way to say a date. `holds` judges doubtful forms ("1.20", "January") by the text around them. */
export type DatePhrase = {
  pattern: RegExp;
  read: (found: RegExpExecArray, today: string) => Dates | PartialDate | undefined;
  holds?: (before: string, after: string) => boolean;
};

const boundary =
  /(?:^|[\n，。；：、！？,;:(!?【】]|[在从自于到至和与们你我看找查出给了是下]|\b(?:note[sd]?|saved?|recorded|entries|links|logged|posted|shared|added|collected|digest|this|last|have))\s*$/i;
const asking =
  /^\s*(?:$|[，。；？！,;?!)]|那天|当天|这天|那期|的?(?:我们|咱们|大家|那天|当天|这天|一共|总共|都|共)*(?:记|有|收|存|提|分享|发|写|说|讲|看|条目|内容|笔记|链接|资讯|日报|更新)|'s\b|(?:entries|notes|links|items|digest|log)\b)/i;

/** Whether a phrase could begin here without being the end of a name ("YOLO 1.20", "天问一号"). */
export function opened(before: string): boolean {
  return boundary.test(before);
}

/** Whether the text around a phrase speaks of a day of the digest: "在1.20", "1.20记了什么", "notes 1/20". */
export function framed(before: string, after: string): boolean {
  if (/[在从自于]\s*$/.test(before)) return true;
  return opened(before) && asking.test(after) && (before.trim() !== '' || /[^\s?!？！。.]/.test(after));
}

/** Whether one of these words leads into the phrase: `on`, `since`… */
export function ledBy(words: string): (before: string) => boolean {
  const pattern = new RegExp(`\\b(?:${words})\\s+(?:the\\s+)?$`, 'i');
  return before => pattern.test(before);
}
