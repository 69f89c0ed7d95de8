import { type Parameters, parametersOf, record } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { codePoints } from '../text.ts';
import type { Method, World } from '../world.ts';

const COMMANDS_MAX = 100;
const COMMAND_MAX = 32;
const DESCRIPTION_MAX = 256;
const SCOPES = new Set(
  'default all_private_chats all_group_chats all_chat_administrators chat chat_administrators chat_member'.split(' '),
);

export type Command = { command: string; description: string };

const setMyCommands: Method = (parameters, world) => {
  const key = scopeKey(parameters, world);
  const given = parameters.json('commands', "can't parse commands JSON object");
  if (!Array.isArray(given)) throw badRequest("can't parse commands: expected an Array of BotCommand");
  if (given.length > COMMANDS_MAX) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  const commands = given.map(readCommand);
  if (commands.length === 0) world.menu.delete(key);
  else world.menu.set(key, commands);
  return true;
};

const getMyCommands: Method = (parameters, world) => world.menu.get(scopeKey(parameters, world)) ?? [];

const deleteMyCommands: Method = (parameters, world) => {
  world.menu.delete(scopeKey(parameters, world));
  return true;
};

function readCommand(given: unknown): Command {
  const one = record(given);
  if (one === undefined) throw badRequest("can't parse BotCommand: expected an Object");
  for (const field of ['command', 'description'])
    if (typeof one[field] !== 'string') throw badRequest(`can't parse BotCommand: Can't find field "${field}"`);
  const command = String(one.command).trim().replace(/^\//, '');
  const description = String(one.description).trim();
  if (command === '') throw badRequest('command must be non-empty');
  if (codePoints(command) > COMMAND_MAX) throw badRequest(`command length must not exceed ${COMMAND_MAX}`);
  if (description === '') throw badRequest('command description must be non-empty');
  if (codePoints(description) > DESCRIPTION_MAX)
    throw badRequest(`command description length must not exceed ${DESCRIPTION_MAX}`);
  if (!/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  return { command, description };
}

/** Under which a list of commands is kept: scope, chat, person and language. */
function scopeKey(parameters: Parameters, world: World): string {
  const scope = record(parameters.json('scope', "can't parse BotCommandScope JSON object")) ?? { type: 'default' };
  const type = String(scope.type);
  if (!SCOPES.has(type)) throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  const language = languageCode(parameters);
  if (!/^chat/.test(type)) return menuKey(type, language);
  const { chat } = world.rooms.addressed(parametersOf(new Map([['chat_id', String(scope.chat_id ?? '')]])));
  if (type === 'chat_administrators' && chat.type === 'private')
    throw badRequest("can't use chat_administrators scope in private chats");
  return menuKey(`${type} ${chat.id}${type === 'chat_member' ? ` ${scope.user_id}` : ''}`, language);
}

export const menuKey = (scope: string, language: string) => `${scope}|${language}`;

function languageCode(parameters: Parameters): string {
  const code = parameters.text('language_code');
  if (code !== '' && !/^[a-z]{2}$/.test(code)) throw badRequest('invalid language code specified');
  return code;
}

/** Name, description and short description, each kept by language. */
const words = (field: string, max: number, complaint: string): [set: Method, get: Method] => [
  (parameters, { profile }) => {
    const text = parameters.text(field);
    if (codePoints(text) > max) throw badRequest(complaint);
    profile.set(`${field}|${languageCode(parameters)}`, text);
    return true;
  },
  (parameters, { profile, me }) => {
    const own = profile.get(`${field}|${languageCode(parameters)}`) || profile.get(`${field}|`);
    return { [field]: own ?? (field === 'name' ? me.first_name : '') };
  },
];

const [setMyName, getMyName] = words('name', 64, 'BOT_TITLE_INVALID');
const [setMyDescription, getMyDescription] = words('description', 512, 'BOT_DESCRIPTION_INVALID');
const [setMyShortDescription, getMyShortDescription] = words('short_description', 120, 'BOT_ABOUT_INVALID');

const setChatMenuButton: Method = () => true;
const getChatMenuButton: Method = () => ({ type: 'commands' });

export const profileMethods = {
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName,
  getMyName,
  setMyDescription,
  getMyDescription,
  setMyShortDescription,
  getMyShortDescription,
  setChatMenuButton,
  getChatMenuButton,
};
