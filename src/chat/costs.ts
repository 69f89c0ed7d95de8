import type { Language } from '../answer/wording.ts';
import { CONSOLE } from '../store/nobody.ts';
import type { Usage, Used } from '../store/usage.ts';
import type { Written } from '../store/written.ts';

/** What written answers cost, for those who look after the bot. */
export type Costs = {
  /** the host of the model */ model: string;
  limits: { questions: number | undefined; tokens: number | undefined };
  today: Spent;
  /** the last seven days, today among them */ week: Spent;
  /** texts of the model that cost nothing if they are needed again */ written: number;
};

type Spent = Used & { people: number /** the most tokens first */; busiest: (Used & { personId: number })[] };

/** So many of the busiest are named. */
const NAMED = 5;

/** Reads what answers cost until this ISO day. */
export async function readCosts(
  { usage, written }: { usage: Pick<Usage, 'of' | 'busiest'>; written: Pick<Written, 'count'> },
  { today, weekAgo, ...settings }: Pick<Costs, 'model' | 'limits'> & { today: string; weekAgo: string },
): Promise<Costs> {
  const spent = async (from: string) => {
    const days = { from, to: today };
    const [all, busiest] = await Promise.all([usage.of(days), usage.busiest(days, NAMED)]);
    return { ...all, busiest };
  };
  return { ...settings, today: await spent(today), week: await spent(weekAgo), written: await written.count() };
}

type Words = {
  none: string;
  model(host: string): string;
  today: string;
  week: string;
  answers(spent: Spent): string;
  kept(count: number): string;
  tokens(tokens: Used['tokens'], share: string): string;
  /** of the day's limit */ share(part: string, limit: number): string;
  underWay(tokens: number): string;
  busiest: string;
  person(name: string, asked: string, tokens: number): string;
  ofLimit(asked: number, limit: number): string;
  asked(count: number): string;
  console: string;
  written(count: number): string;
};

const amount = (count: number) => count.toLocaleString('en-US');
const plural = (count: number, one: string, many: string) => `${amount(count)} ${count === 1 ? one : many}`;

const en: Words = {
  none: 'No model words the answers: they cost nothing. OPENAI_CHAT_MODEL sets one.',
  model: host => `A model at **${host}** words the answers.`,
  today: '**Today**',
  week: '**The last 7 days**',
  answers: ({ answered, asked, people }) =>
    `${plural(answered, 'answer', 'answers')} written for ${plural(asked, 'question', 'questions')}${people > 0 ? ` of ${plural(people, 'person', 'people')}` : ''}`,
  kept: count => `${plural(count, 'answer', 'answers')} given again at no cost`,
  tokens: ({ prompt, completion }, share) =>
    `${amount(prompt + completion)} tokens (${amount(prompt)} read, ${amount(completion)} written)${share && `, ${share}`}`,
  share: (part, limit) => `${part} of the ${amount(limit)} of a day`,
  underWay: tokens => `${amount(tokens)} tokens set aside for what is being written or was cut off`,
  busiest: 'Most of it:',
  person: (name, asked, tokens) => `${name}: ${asked}, ${amount(tokens)} tokens`,
  ofLimit: (asked, limit) => `${amount(asked)} of ${plural(limit, 'question', 'questions')}`,
  asked: count => plural(count, 'question', 'questions'),
  console: 'console',
  written: count => `${plural(count, 'text of the model is', 'texts of the model are')} kept to be used again.`,
};

const zh: Words = {
  none: '没有设置模型，回答不产生费用。可以用 OPENAI_CHAT_MODEL 设置。',
  model: host => `回答由 **${host}** 上的模型撰写。`,
  today: '**今天**',
  week: '**最近 7 天**',
  answers: ({ answered, asked, people }) =>
    `写了 ${amount(answered)} 个回答，共 ${amount(asked)} 个问题${people > 0 ? `，来自 ${amount(people)} 人` : ''}`,
  kept: count => `另有 ${amount(count)} 个回答直接沿用已有的，没有费用`,
  tokens: ({ prompt, completion }, share) =>
    `${amount(prompt + completion)} token（读 ${amount(prompt)}，写 ${amount(completion)}）${share && `，${share}`}`,
  share: (part, limit) => `占每天 ${amount(limit)} 的 ${part}`,
  underWay: tokens => `${amount(tokens)} token 预留给正在写的或中断的回答`,
  busiest: '用得最多的：',
  person: (name, asked, tokens) => `${name}：${asked}，${amount(tokens)} token`,
  ofLimit: (asked, limit) => `${amount(asked)} 个问题（上限 ${amount(limit)}）`,
  asked: count => `${amount(count)} 个问题`,
  console: '终端',
  written: count => `保存着 ${amount(count)} 段模型写的内容，可以再次使用。`,
};

const words: Readonly<Record<Language, Words>> = { en, zh };

/** The costs as Markdown; undefined where no model is set, and answers cost nothing. */
export function describeCosts(costs: Costs | undefined, language: Language): string {
  const { none, model, today, week, written } = words[language];
  if (costs === undefined) return none;
  return [
    model(costs.model),
    [today, ...lines(costs.today, costs.limits, language)].join('\n'),
    [week, ...lines(costs.week, {}, language)].join('\n'),
    written(costs.written),
  ].join('\n\n');
}

function lines(spent: Spent, limits: Partial<Costs['limits']>, language: Language): string[] {
  const own = words[language];
  const { tokens, reserved, kept, busiest } = spent;
  const share = limits.tokens === undefined ? '' : own.share(percent(totalOf(spent), limits.tokens), limits.tokens);
  const asked = (count: number) =>
    limits.questions === undefined ? own.asked(count) : own.ofLimit(count, limits.questions);
  // Who asked only while the server was down cost nothing.
  const spenders = busiest.filter(person => person.asked > 0 || totalOf(person) > 0);
  const named = spenders.map(person => {
    const name = person.personId === CONSOLE ? own.console : `\`${person.personId}\``;
    return `- ${own.person(name, asked(person.asked), totalOf(person))}`;
  });
  return [
    `- ${own.answers(spent)}`,
    ...(kept > 0 ? [`- ${own.kept(kept)}`] : []),
    `- ${own.tokens(tokens, share)}`,
    ...(reserved > 0 ? [`- ${own.underWay(reserved)}`] : []),
    ...(named.length > 0 ? [own.busiest, ...named] : []),
  ];
}

/** What counts against the limit. */
function totalOf({ tokens, reserved }: Used): number {
  return tokens.prompt + tokens.completion + reserved;
}

function percent(part: number, whole: number): string {
  if (whole === 0) return '100%';
  const share = (100 * part) / whole;
  return share > 0 && share < 1 ? '<1%' : `${Math.round(share)}%`;
}
