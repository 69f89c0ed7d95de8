import type { Language } from '../answer/wording.ts';
import type { CommandName, Place } from './commands.ts';
import type { Where } from './help.ts';
import { en } from './texts-en.ts';
import { zh } from './texts-zh.ts';

/** How the bot fares; people and waiting updates only where it talks with many. */
export type Status = {
  entries: number;
  span: { first: string; last: string } | undefined;
  people?: number;
  waiting?: number;
};

/** What a talk is about to be held over, as Markdown. */
type Notes = {
  count: number;
  first: string | undefined;
  last: string | undefined;
  folder: string;
  /** what words the answers, where a model does */ model: { name: string; host: string } | undefined;
};

/** What the bot says of itself, as Markdown, in each language that it speaks: a text that is missing does not compile. */
export type Texts = {
  /** as the console opens */
  greeting(notes: Notes): string;
  /** as a person presses Start; what the notes hold is said behind it */
  welcome: string;
  help(at: Where): string;
  /** a line for each command, for menus too: plain text, at most 256 characters */
  commands: Readonly<Record<CommandName, string>>;
  /** `address` stands behind the name of a command, as in `/ask@noted_bot` */
  usage: Readonly<Record<'ask' | 'day' | 'search', (address: string) => string>>;
  status(status: Status): string;
  unknownCommand(command: string): string;
  /** of `/day`, Markdown */
  noSuchDay(day: string): string;
  thanks: string;
  agreed: string;
  goodbye: string;
  /** to one who wants a link recorded */
  record: string;
  failed: string;
  /** in a terminal, until an answer is there: plain text, shorter than a row */
  waiting: string;
  /** behind a page at the console */
  page(page: { number: number; of: number }): string;
  nothingBefore: string;
  /** of /stop, where no answer is being written */
  nothingToStop: string;
  /** there is no page before it */
  firstPage: string;
  noMore: string;
  /** the same where only so many were listed as were asked for, or as make sense */
  noMoreOfList: string;
  chooseLanguage: string;
  /** undefined: that of each question */
  languages: Readonly<Record<Language | 'auto', string>>;
  languageSet(language: Language | undefined): string;
  forget(place: Place): { question: string; yes: string; no: string };
  forgotten(erased: { exchanges: number; feedback: number }): string;
  notForgotten: string;
};

export const texts: Readonly<Record<Language, Texts>> = { en, zh };
