import type { Answer } from '../../answer/answer.ts';
import type { Asking } from '../../answer/asking.ts';
import type { Question } from '../../answer/question.ts';
import type { Page, Request } from '../../answer/request.ts';
import type { SearchHit } from '../../answer/search.ts';
import type { Language } from '../../answer/wording.ts';
import type { Log } from '../../log.ts';
import type { Chats } from '../../store/chats.ts';
import type { Exchanges } from '../../store/exchanges.ts';
import type { Feedback } from '../../store/feedback.ts';
import type { Pending } from '../../store/inbox.ts';
import type { People } from '../../store/people.ts';
import type { Replies } from '../../store/replies.ts';
import type { Stops } from '../../store/stops.ts';
import type { Costs } from '../costs.ts';
import type { Models } from '../privacy.ts';
import type { Status } from '../texts.ts';
import type { Access } from './access.ts';
import type { Me } from './addressed.ts';
import type { Drafts } from './drafts.ts';
import type { Generations } from './generations.ts';
import type { Gateway } from './outgoing/gateway.ts';

/** What the bot needs of the program. */
export type BotParts = {
  gateway: Pick<Gateway, 'call'>;
  me: Me;
  access: Access;
  people: People;
  chats: Chats;
  exchanges: Exchanges;
  replies: Replies;
  feedback: Feedback;
  /** where other processes may work on the same store */ stops?: Stops | undefined;
  /** erases what is kept of a person, but for the update in which they ask for it */
  forget(personId: number, exceptUpdate: number): Promise<{ exchanges: number; feedback: number }>;
  understand(text: string, language?: Language): Question;
  respond(request: Request, page?: Page): Promise<Answer>;
  write(request: Request, asking: Asking): Promise<Answer>;
  search(question: Question, limit: number): Promise<SearchHit[]>;
  /** how the bot fares, for its admins */ status(): Promise<Status>;
  /** what written answers cost, for its admins */ costs(): Promise<Costs | undefined>;
  /** which models are asked */ models: Models;
  /** takes in what changed in the digest */ freshen(): Promise<void>;
  /** for people whose app speaks neither English nor Chinese */ language: Language | undefined;
  onAnswered?(answered: { refused: boolean; seconds: number }): void;
  log: Log;
  now: () => number;
};

/** The same with what the bot itself knows for as long as it runs. */
export type Bot = BotParts & { generations: Generations; drafts: Drafts };

/** The update that is being handled, and the signal that there is no more time for it. */
export type Turn = Pick<Pending, 'updateId' | 'attempts' | 'receivedAt'> & { signal: AbortSignal };
