import type { Method } from '../world.ts';
import { answerCallbackQuery, answerInlineQuery } from './answers.ts';
import { getChat, getChatAdministrators, getChatMember, getChatMemberCount, leaveChat } from './chats.ts';
import { deleteMessage, deleteMessages, editMessageReplyMarkup, editMessageText, sendMessage } from './messages.ts';
import { sendChatAction, sendMessageDraft, setMessageReaction } from './presence.ts';
import { profileMethods } from './profile.ts';
import { deleteWebhook, getWebhookInfo, setWebhook } from './webhook.ts';

const getMe: Method = (_, { me }) => me;
const getUpdates: Method = (parameters, { updates, webhook }, signal) =>
  updates.poll(parameters, { webhook: webhook.registered() !== undefined, signal });
const logOut: Method = () => true;
const close: Method = () => true;

const METHODS: Readonly<Record<string, Method>> = {
  answerCallbackQuery,
  answerInlineQuery,
  close,
  deleteMessage,
  deleteMessages,
  deleteWebhook,
  editMessageReplyMarkup,
  editMessageText,
  getChat,
  getChatAdministrators,
  getChatMember,
  getChatMemberCount,
  getMe,
  getUpdates,
  getWebhookInfo,
  leaveChat,
  logOut,
  sendChatAction,
  sendMessage,
  sendMessageDraft,
  setMessageReaction,
  setWebhook,
  ...profileMethods,
};

const byLowerCase = new Map(Object.entries(METHODS).map(([name, method]) => [name.toLowerCase(), { name, method }]));

/** Names of methods may be written in any case. */
export const methodNamed = (name: string): { name: string; method: Method } | undefined =>
  byLowerCase.get(name.toLowerCase());
