import type { Generated } from 'kysely';

export type Language = 'en' | 'zh';

/** What kind of place a chat is, in Telegram's words. */
export type ChatKind = 'private' | 'group' | 'supergroup' | 'channel';

/** Whether the bot may speak in a chat: `blocked` by its person, `left` where it was removed. */
export type ChatState = 'active' | 'blocked' | 'left';

/** What somebody thought of an answer. */
export type Verdict = 'good' | 'bad';

/**
 * The tables, as `migrations.ts` makes them. Portable: times are epoch milliseconds, flags are 0 or 1, JSON is text,
 * so that every query means the same on SQLite and PostgreSQL.
 */
export type Tables = {
  store_version: { version: number };
  /**
   * One row: the bot that the numbers of updates and messages belong to, null until there was one; and the key of the
   * digests of updates.
   */
  identity: { bot_id: number | null; digest_key: string };
  /** The inbox: what Telegram delivered. A handled row keeps its number and its digest alone, to know a redelivery. */
  updates: {
    update_id: number;
    lane: string;
    person_id: number | null;
    payload: string;
    /** See `digest.ts`. */
    digest: string;
    state: 'pending' | 'done' | 'failed';
    attempts: number;
    received_at: number;
    handled_at: number | null;
  };
  /** Who works on which lane of the inbox, and until when. */
  lanes: { lane: string; holder: string; lease_until: number };
  people: { person_id: number; language: Language | null; first_seen_at: number; last_seen_at: number };
  chats: {
    chat_id: number;
    kind: ChatKind;
    state: ChatState;
    first_seen_at: number;
    last_seen_at: number;
    migrated_to: number | null;
  };
  exchanges: {
    exchange_id: Generated<number>;
    /** Null once another update may have that number. */
    update_id: number | null;
    chat_id: number;
    thread_id: number | null;
    person_id: number | null;
    asked_at: number;
    language: Language;
    request: string;
    page: number;
    question: string;
    answer: string;
    refused: number;
    sources: string;
  };
  replies: {
    update_id: number;
    part: number;
    chat_id: number;
    message_id: number | null;
    exchange_id: number | null;
    attempt: number;
    state: 'sending' | 'sent' | 'unknown';
    told: number;
    recorded_at: number;
  };
  feedback: {
    exchange_id: number;
    person_id: number;
    asked_by: number | null;
    verdict: Verdict;
    given_at: number;
    asked_at: number;
    language: Language;
    request: string;
    page: number;
    question: string;
    answer: string;
    refused: number;
    sources: string;
  };
  /** What people asked of the model, and tokens: a row for each ISO day and person, as `usage.ts` counts them. */
  usage: {
    day: string;
    person_id: number;
    asked: number;
    answered: number;
    kept: number;
    prompt: number;
    completion: number;
    reserved: number;
    /** The person had themselves forgotten: the row loses its name when its day is over. */
    forgotten: number;
  };
  /** What the model wrote, by what it was asked; whose question it was is not in it. */
  written: { key: string; text: string; used_at: number };
};
