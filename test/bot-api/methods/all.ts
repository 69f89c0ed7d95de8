import type { Method } from '../world.ts';
import { answerCallbackQuery } from './answers.ts';
import { sendChatAction } from './chats.ts';
import { editMessageText, sendMessage } from './messages.ts';
import { deleteWebhook } from './webhook.ts';

const getMe: Method = (_, world) => world.me;
const getUpdates: Method = (parameters, world, signal) => world.updates.poll(parameters, { webhook: false, signal });

const METHODS = { answerCallbackQuery, deleteWebhook, editMessageText, getMe, getUpdates, sendChatAction, sendMessage };

const byLowerCase = new Map(Object.entries(METHODS).map(([name, method]) => [name.toLowerCase(), { name, method }]));

/** Names of methods may be written in any case. */
export const methodNamed = (name: string): { name: string; method: Method } | undefined =>
  byLowerCase.get(name.toLowerCase());
