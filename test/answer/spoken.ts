import { type Question, understand } from '../../src/answer/question.ts';

/** Wednesday, 3 February 2021, noon in Shanghai. */
const when = { now: new Date('2021-02-03T04:00:00Z'), timeZone: 'Asia/Shanghai' };

/** A question's whole reading in one line: `last <GAN> 2021-01-25..2021-01-31 #tag recent 5`, as far as it says so much. */
export function spoken(text: string): string {
  return reading(understand(text, when));
}

export function reading({ kind, topic, dates, tags, recent, limit, nth }: Question): string {
  const days = dates && (dates.from === dates.to ? dates.from : `${dates.from}..${dates.to}`);
  const parts = [
    `${kind} <${topic}>`,
    days,
    ...tags.map(tag => `#${tag}`),
    recent && 'recent',
    limit,
    nth && `no. ${nth}`,
  ];
  return parts.filter(Boolean).join(' ');
}
