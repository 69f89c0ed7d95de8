import type { TelegramUser } from '@gramio/types';
import type { Flood } from './flood.ts';
import type { Command } from './methods/profile.ts';
import type { Parameters } from './parameters.ts';
import type { Queries } from './queries.ts';
import type { Rooms } from './rooms.ts';
import type { Updates } from './updates.ts';
import type { Webhook } from './webhook.ts';

/** All that the methods work on. */
export type World = {
  me: TelegramUser;
  now: () => number;
  rooms: Rooms;
  people: Map<number, TelegramUser>;
  updates: Updates;
  queries: Queries;
  flood: Flood;
  webhook: Webhook;
  /** whether the server knows drafts, as all do since Bot API 9.5 */ drafts: boolean;
  /** Commands by scope and language. */
  menu: Map<string, Command[]>;
  /** Name and descriptions by language. */
  profile: Map<string, string>;
};

/** `signal` is aborted when the caller is gone. */
export type Method = (parameters: Parameters, world: World, signal: AbortSignal) => unknown;

export const seconds = (ms: number) => Math.floor(ms / 1000);
