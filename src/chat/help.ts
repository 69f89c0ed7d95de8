import { type CommandName, offered, type Place } from './commands.ts';

/** Where help is asked for: the bot's name there, if it has one, and whether by one who looks after it. */
export type Where = {
  place: Place;
  username?: string | undefined;
  admin?: boolean | undefined;
  /** whether a model words the answers */ writes?: boolean | undefined;
};

/** What stands behind a command's name in a group, where other bots may have one of that name. */
export function addressIn({ place, username }: Where): string {
  return place === 'group' && username ? `@${username}` : '';
}

/** The lines of the commands that are offered, for the help. */
export function commandLines(where: Where, descriptions: Readonly<Record<CommandName, string>>): string[] {
  const address = addressIn(where);
  // The examples behind them are written alike.
  return offered(where).map(
    name => `/${name}${address} – ${descriptions[name].replace(`/${name} `, `/${name}${address} `)}`,
  );
}
