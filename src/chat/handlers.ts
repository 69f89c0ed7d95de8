import type { Answer } from '../answer/answer.ts';
import { followUp } from '../answer/follow-up.ts';
import type { Question } from '../answer/question.ts';
import type { Page, Request } from '../answer/request.ts';
import type { Language } from '../answer/wording.ts';
import type { Action, Choice } from './actions.ts';
import { type CommandName, type Given, isCommand, type Place, readCommand } from './commands.ts';
import { decodeDeepLink } from './deep-link.ts';
import { type Status, texts } from './texts.ts';

export type { Choice } from './actions.ts';

/** An answer that a message may go on from: what was asked, which page was shown, and the ids of its entries. */
export type Previous = { request: Request; page: number; sources: readonly string[] };

/** What a person sent, wherever they talk. */
export type Message = {
  text: string;
  /** of the person, for what is not a question and for questions that do not tell theirs */ language: Language;
  /** whether they chose it themselves: it is then that of all answers */ chosen?: boolean | undefined;
  place: Place;
  previous?: Previous | undefined;
};

export type Reply = {
  /** Markdown */ text: string;
  /** where it answers a question: what pages, ratings and further questions need */
  answered?: { request: Request; page: number; answer: Answer };
  /** rows of buttons */ choices?: readonly (readonly Choice[])[];
};

/** What a person may do to what is kept of them. */
export type Self = {
  setLanguage(language: Language | undefined): Promise<void>;
  forget(): Promise<{ exchanges: number; feedback: number }>;
};

/** What handlers need of the program. */
export type Parts = {
  understand(text: string, language?: Language): Question;
  respond(request: Request, page?: Page): Promise<Answer>;
  self: Self;
  /** for those who look after the bot; others do not have it */ status?: (() => Promise<Status>) | undefined;
  /** entries on a page */ pageSize?: number;
};

/** Entries on a page: as many as a screen or two show. */
const PAGE_SIZE = 8;

const GREETING = /^(?:hi|hello|hey|help|你好|您好|嗨|在吗|帮助)[\s!.,~。！，～?？]*$/iu;
const THANKS = /^(?:thanks|thank you|thx|ty|谢谢你?|多谢|谢了|感谢)[\s!.,~。！，～]*$/iu;

const TAGS =
  /^(?:(?:what|which|list|show)(?: me)?(?: all)?(?: the)? tags(?: (?:are there|do (?:we|you) have|have we))?|(?:都?有)?哪些标签|(?:所有|全部)的?标签)[\s?？.。]*$/iu;

/** The replies to a message, in the order in which they come. */
export async function* reply(message: Message, parts: Parts): AsyncGenerator<Reply> {
  const text = message.text.trim();
  if (text === '') return;
  const command = readCommand(text);
  if (command !== undefined) yield* obey(command, message, parts);
  else yield await converse(text, message, parts);
}

/** What a button of `/language` or `/forget` does. */
export async function act(
  action: Extract<Action, { do: 'language' | 'forget' }>,
  { language, self }: { language: Language; self: Self },
): Promise<Reply> {
  if (action.do === 'language') {
    await self.setLanguage(action.language);
    return { text: texts[action.language ?? language].languageSet(action.language) };
  }
  if (!action.sure) return { text: texts[language].notForgotten };
  return { text: texts[language].forgotten(await self.forget()) };
}

async function converse(text: string, message: Message, parts: Parts): Promise<Reply> {
  const language = /\p{Script=Han}/u.test(text) ? 'zh' : message.language;
  if (GREETING.test(text)) return { text: texts[language].help(message.place) };
  if (THANKS.test(text)) return { text: texts[language].thanks };
  const { understand, pageSize = PAGE_SIZE } = parts;
  const { previous } = message;
  if (TAGS.test(text)) return answered({ mode: 'tags', question: understand(text, language) }, message, parts);
  const goesOn = previous && followUp(text, previous, { understand, language: message.language, pageSize });
  if (goesOn?.turn !== undefined) return turned(goesOn.turn, { ...message, language }, parts);
  const request = goesOn?.request ?? { mode: 'answer', question: understand(text, message.language) };
  return answered(request, message, parts);
}

async function answered(
  request: Request,
  { chosen, language, place }: Message,
  parts: Parts,
  page = 1,
): Promise<Reply> {
  const { respond, pageSize = PAGE_SIZE } = parts;
  const question = chosen ? { ...request.question, language } : request.question;
  const asked = { ...request, question };
  const answer = await respond(asked, { number: page, size: pageSize });
  const told = { request: asked, page: answer.page?.number ?? 1, answer };
  // Elsewhere there are buttons to turn pages with.
  const footer = place === 'console' && answer.page ? [texts[question.language].page(answer.page)] : [];
  return { text: [answer.text, ...footer].join('\n\n'), answered: told };
}

/** The page so many after the one that was shown. */
async function turned(by: number, message: Message, parts: Parts): Promise<Reply> {
  const { previous, language } = message;
  if (previous === undefined) return { text: texts[language].nothingBefore };
  const wanted = previous.page + by;
  const next = await answered(previous.request, message, parts, wanted);
  return wanted >= 1 && next.answered?.page === wanted ? next : { text: texts[language].noMore };
}

async function* obey(given: Given, message: Message, parts: Parts): AsyncGenerator<Reply> {
  const { name, argument, addressed } = given;
  const { place, language } = message;
  if (isCommand(name, place)) yield obeyed(name, argument, message, parts);
  // In a group it may be meant for another bot.
  else if (place !== 'group' || addressed) yield { text: texts[language].unknownCommand(`/${name}`) };
}

async function obeyed(name: CommandName, argument: string, message: Message, parts: Parts): Promise<Reply> {
  const { place, language } = message;
  const words = texts[language];
  // What a command asks for is told in the person's language, whatever the words behind it.
  const understood = (text: string) => ({ ...parts.understand(text, language), language });
  const list = (text: string) => answered({ mode: 'answer', question: understood(text) }, message, parts);
  switch (name) {
    case 'start':
      return started(argument, message, parts);
    case 'ask':
      return argument === '' ? { text: words.usage.ask } : converse(argument, message, parts);
    case 'search':
      if (argument === '') return { text: words.usage.search };
      return answered({ mode: 'search', question: understood(argument) }, message, parts);
    case 'today':
      return list('today');
    case 'week':
      return list('last 7 days');
    case 'day': {
      const question = dayOf(argument, understood);
      return question ? answered({ mode: 'answer', question }, message, parts) : { text: words.usage.day };
    }
    case 'tags':
      return answered({ mode: 'tags', question: understood('') }, message, parts);
    case 'more':
      return turned(1, message, parts);
    case 'language':
      return languageChoice(argument, message, parts);
    case 'privacy':
      return { text: words.privacy(place) };
    case 'forget':
      return forgetting(message);
    case 'status':
      return { text: parts.status ? words.status(await parts.status()) : words.unknownCommand('/status') };
    case 'help':
    case 'quit':
      return { text: words.help(place) };
  }
}

async function started(payload: string, message: Message, parts: Parts): Promise<Reply> {
  const link = decodeDeepLink(payload);
  if (link?.to === 'ask') return converse(link.question, { ...message, previous: undefined }, parts);
  if (link?.to === 'day') return obeyed('day', link.day, message, parts);
  if (link !== undefined) return obeyed(link.to, '', message, parts);
  const { language } = message;
  const question = { ...parts.understand('', language), language };
  // Asked for nothing in particular, it says what the notes hold.
  const { text } = await parts.respond({ mode: 'answer', question });
  return { text: `${texts[language].welcome}\n\n${text}` };
}

/** The question about a day that is named in any way; undefined where none is. */
function dayOf(text: string, understood: (text: string) => Question): Question | undefined {
  // "1.20" alone might be a version.
  const readings = [text, `on ${text}`, `在${text}`].map(understood);
  const question = readings.find(({ dates }) => dates !== undefined);
  return question && { ...question, text };
}

const LANGUAGES: readonly [RegExp, Language | undefined][] = [
  [/^(?:en|english|英文|英语)$/i, 'en'],
  [/^(?:zh|cn|chinese|中文|汉语)(?:[-_].*)?$/i, 'zh'],
  [/^(?:auto|automatic|自动)$/i, undefined],
];

async function languageChoice(argument: string, { language }: Message, { self }: Parts): Promise<Reply> {
  const named = LANGUAGES.find(([pattern]) => pattern.test(argument));
  if (named !== undefined) return act({ do: 'language', language: named[1] }, { language, self });
  const { chooseLanguage, languages } = texts[language];
  const choice = (label: string, chosen: Language | undefined): Choice => {
    return { label, action: { do: 'language', language: chosen } };
  };
  return {
    text: chooseLanguage,
    choices: [[choice(languages.en, 'en'), choice(languages.zh, 'zh')], [choice(languages.auto, undefined)]],
  };
}

function forgetting({ language, place }: Message): Reply {
  const { question, yes, no } = texts[language].forget(place);
  const choice = (label: string, sure: boolean): Choice => ({ label, action: { do: 'forget', sure } });
  return { text: question, choices: [[choice(yes, true), choice(no, false)]] };
}
