import type { Answer } from '../answer/answer.ts';
import type { Asking } from '../answer/asking.ts';
import type { Question } from '../answer/question.ts';
import type { Page, Previous, Request } from '../answer/request.ts';
import type { Language } from '../answer/wording.ts';
import type { Choice } from './actions.ts';
import type { Place } from './commands.ts';
import type { Costs } from './costs.ts';
import type { Models } from './privacy.ts';
import type { Status } from './texts.ts';

/** What a person sent, wherever they talk. */
export type Message = {
  text: string;
  /** of the person, for what is not a question and for questions that do not tell theirs */
  language: Language;
  /** whether they chose it themselves: it is then that of all answers */
  chosen?: boolean | undefined;
  place: Place;
  /** the bot's own, where it has one */
  username?: string | undefined;
  previous?: Previous | undefined;
};

export type Reply = {
  /** Markdown */
  text: string;
  /** where it answers a question: what pages, ratings and further questions need */
  answered?: { request: Request; page: number; answer: Answer };
  /** rows of buttons */
  choices?: readonly (readonly Choice[])[];
};

/** What a person may do to what is kept of them. */
export type Self = {
  setLanguage(language: Language | undefined): Promise<void>;
  forget(): Promise<{ exchanges: number; feedback: number }>;
};

/** What handlers need of the program. */
export type Parts = {
  understand(text: string, language?: Language): Question;
  /** answers out of the notes alone */ respond(request: Request, page?: Page): Promise<Answer>;
  /** the same, in words of a model's where there is one */ write(request: Request, asking: Asking): Promise<Answer>;
  /** who asks, and who is told of drafts */ asking?: Omit<Asking, 'page' | 'previous'> | undefined;
  self: Self;
  /** for those who look after the bot; others do not have it */
  status?: (() => Promise<Status>) | undefined;
  /** what written answers cost, for them too; undefined where no model writes any */
  costs?: (() => Promise<Costs | undefined>) | undefined;
  /** which models are asked, for those who want to know what is sent where */
  models: Models;
  /** entries on a page of days */
  pageSize: number;
};
