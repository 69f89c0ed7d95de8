import type { TelegramChat, TelegramMessageEntity, TelegramUser } from '@gramio/types';
import { type Call, createCalls } from './calls.ts';
import { createFaults, type Fault } from './faults.ts';
import { createFlood, type Limits } from './flood.ts';
import { type Keyboard, keyboardOf } from './keyboard.ts';
import { createMembership } from './membership.ts';
import { shownMenu } from './menu.ts';
import type { Command } from './methods/profile.ts';
import { createPeople } from './people.ts';
import { createQueries } from './queries.ts';
import { busiestSecond } from './rate.ts';
import { type Action, createRooms, type Draft, type Person } from './rooms.ts';
import { startServer } from './server.ts';
import { createUpdates } from './updates.ts';
import { createWebhook } from './webhook.ts';
import type { World } from './world.ts';

/** A message as people see it now. */
export type ShownMessage = {
  messageId: number;
  fromBot: boolean;
  text: string;
  entities: TelegramMessageEntity[];
  replyMarkup: Keyboard | undefined;
  threadId: number | undefined;
  replyTo: number | undefined;
  /** How often its text or its buttons were changed. */
  edits: number;
};

export type Emulator = Awaited<ReturnType<typeof startEmulator>>;

/** A draft is a preview of 30 seconds. */
const DRAFT_MS = 30_000;

/**
 * A Bot API server on the loopback that judges a bot's calls as strictly as Telegram, with people who talk to the bot.
 * Limits that are Infinity are none; time is real.
 *
 * It knows only what a bot in private chats and groups needs: no media, channels, payments or rich messages. Nothing is
 * ever unsent in it, so there is no limit of 310 unsent messages in a chat; telephone numbers and bank cards are not
 * found in texts, and of names without a scheme only common domains; chat actions are kept but never end; the time that
 * an app keeps the answer to a press is not kept. Of entity types that Telegram does not know it is stricter than what
 * some report, see entities.ts.
 */
export async function startEmulator(
  options: {
    token?: string;
    username?: string;
    limits?: Partial<Limits>;
    canReadAllGroupMessages?: boolean;
    /** Between attempts to deliver to a webhook, from the second failure on, doubled each time (2000). */
    webhookPauseMs?: number;
    /** For how long conflicts are held back that come soon after another (300; Telegram's 3000 would make tests slow). */
    conflictPauseMs?: number;
    /** Whether it knows drafts (true), which servers older than Bot API 9.5 do not. */
    drafts?: boolean;
  } = {},
) {
  const token = options.token ?? '7654321:AAtest-token_of-the-emulator0123456';
  const me: TelegramUser = {
    id: Number(token.split(':')[0]),
    is_bot: true,
    first_name: 'Noted',
    username: options.username ?? 'noted_bot',
    can_join_groups: true,
    can_read_all_group_messages: options.canReadAllGroupMessages ?? false,
    supports_inline_queries: true,
  };
  const now = () => Date.now();
  const updates = createUpdates(now, options.conflictPauseMs ?? 300);
  const world: World = {
    me,
    now,
    rooms: createRooms(),
    people: new Map(),
    updates,
    webhook: createWebhook({ updates, now, pauseMs: options.webhookPauseMs ?? 2000 }),
    menu: new Map(),
    profile: new Map(),
    queries: createQueries(now),
    flood: createFlood(options.limits ?? {}, now),
    drafts: options.drafts ?? true,
  };
  const calls = createCalls();
  const faults = createFaults();
  const server = await startServer({ token, world, fault: faults.take, done: calls.add });
  const people = createPeople(world, calls.waitFor, calls.calls);

  return {
    root: server.root,
    token,
    me,
    ...people,
    ...createMembership(world),
    push: (update: Record<string, unknown>): number => world.updates.push(update),
    calls: calls.calls,
    /** Answered with 400, 401, 403, 404 or 429 though no fault asked for it. */
    rejected: (): readonly Call[] => calls.rejected,
    /** How many calls about a chat arrived within one second, at its busiest. */
    busiest: (chatId: number): number => busiestSecond(calls.calls, chatId),
    waitFor: calls.waitFor,
    fault: (fault: Fault): void => faults.order(fault),
    messages: (chatId: number): readonly ShownMessage[] =>
      [...world.rooms.known(chatId).messages.values()].map(({ message, edits, ofBot }) => ({
        messageId: message.message_id,
        fromBot: ofBot,
        text: message.text ?? message.caption ?? '',
        entities: message.entities ?? message.caption_entities ?? [],
        replyMarkup: keyboardOf(message),
        threadId: message.message_thread_id,
        replyTo: message.reply_to_message?.message_id,
        edits,
      })),
    /** Every frame of drafts that was sent. */
    drafts: (chatId: number): readonly Draft[] => world.rooms.known(chatId).drafts,
    /** The draft that the person sees now. */
    draft(chatId: number): Draft | undefined {
      const { draft } = world.rooms.known(chatId);
      return draft !== undefined && now() - draft.at < DRAFT_MS ? draft : undefined;
    },
    actions: (chatId: number): readonly Action[] => world.rooms.known(chatId).actions,
    /** Where the address that is given to setWebhook is really reached. */
    webhookAt: (url: string): void => world.webhook.reachAt(url),
    /** The commands that a person is offered, in the private chat or in a group. */
    menu: (person: Person, o: { in?: TelegramChat } = {}): readonly Command[] => shownMenu(world, person, o.in),
    async close(): Promise<void> {
      world.webhook.remove();
      calls.close();
      await server.close();
    },
  };
}

export type { Call, Limits, Person, TelegramChat as Chat };
