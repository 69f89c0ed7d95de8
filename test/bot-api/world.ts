import type { TelegramUser } from '@gramio/types';
import type { Flood } from './flood.ts';
import type { Parameters } from './parameters.ts';
import type { Queries } from './queries.ts';
import type { Rooms } from './rooms.ts';
import type { Updates } from './updates.ts';

/** All that the methods work on. */
export type World = {
  me: TelegramUser;
  now: () => number;
  rooms: Rooms;
  updates: Updates;
  queries: Queries;
  flood: Flood;
};

/** `signal` is aborted when the caller is gone. */
export type Method = (parameters: Parameters, world: World, signal: AbortSignal) => unknown;

export const seconds = (ms: number) => Math.floor(ms / 1000);
