/** Where people talk to the bot. */
export type Place = 'console' | 'private' | 'group';

export type CommandName =
  | 'start'
  | 'help'
  | 'ask'
  | 'search'
  | 'today'
  | 'day'
  | 'week'
  | 'tags'
  | 'more'
  | 'stop'
  | 'language'
  | 'privacy'
  | 'forget'
  | 'status'
  | 'usage'
  | 'quit';

type Command = {
  name: CommandName;
  /** where it is offered, in the help and the menu; it works everywhere, but for /quit and /stop */
  places: readonly Place[];
  /** whether those who look after the bot are offered it in private too */
  admins?: boolean;
  /** whether it is offered only where a model words the answers */
  writes?: boolean;
};

const everywhere = ['console', 'private', 'group'] as const;

/** The commands, in the order of the menu. */
export const COMMANDS: readonly Command[] = [
  { name: 'ask', places: everywhere },
  { name: 'search', places: everywhere },
  { name: 'today', places: everywhere },
  { name: 'day', places: everywhere },
  { name: 'week', places: everywhere },
  { name: 'tags', places: everywhere },
  { name: 'more', places: everywhere },
  // At the console lines are read one after another: by then there is nothing left to stop.
  { name: 'stop', places: ['private', 'group'], writes: true },
  { name: 'language', places: everywhere },
  { name: 'privacy', places: everywhere },
  { name: 'forget', places: everywhere },
  { name: 'help', places: everywhere },
  { name: 'status', places: ['console'], admins: true },
  { name: 'usage', places: ['console'], admins: true, writes: true },
  // Telegram offers it by itself where a talk begins.
  { name: 'start', places: [] },
  { name: 'quit', places: ['console'] },
];

/** The names of the commands that are offered somewhere: to one who looks after the bot, where a model words the answers. */
export function offered({ place, admin = false, writes = false }: Offering): CommandName[] {
  return COMMANDS.filter(command => writes || !command.writes)
    .filter(({ places, admins = false }) => places.includes(place) || (admins && admin && place === 'private'))
    .map(({ name }) => name);
}

type Offering = { place: Place; admin?: boolean | undefined; writes?: boolean | undefined };

export type Given = {
  name: string;
  argument: string;
  /** `/help@noted_bot` */
  addressed: boolean;
};

/** The command that a message gives; undefined where it gives none ("/etc/hosts" is a path). */
export function readCommand(text: string): Given | undefined {
  const found = /^\/([a-z0-9_]{1,32})(@[a-z0-9_]+)?(?:\s+(.*))?$/is.exec(text);
  if (found === null) return undefined;
  const [, name = '', address, argument = ''] = found;
  return { name: name.toLowerCase(), argument: argument.trim(), addressed: address !== undefined };
}

/** Whether there is a command of that name at that place. */
export function isCommand(name: string, place: Place): name is CommandName {
  const there = name === 'quit' ? place === 'console' : name !== 'stop' || place !== 'console';
  return there && COMMANDS.some(command => command.name === name);
}
