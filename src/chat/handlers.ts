import { readCommand } from './commands.ts';
import { converse } from './converse.ts';
import type { Message, Parts, Reply } from './message.ts';
import { obey } from './obey.ts';

export type { Previous } from '../answer/request.ts';
export type { Choice } from './actions.ts';
export { act } from './choices.ts';
export type { Message, Parts, Reply, Self } from './message.ts';

/** The replies to a message, in the order in which they come. */
export async function* reply(message: Message, parts: Parts): AsyncGenerator<Reply> {
  const text = message.text.trim();
  if (text === '') return;
  const command = readCommand(text);
  if (command !== undefined) yield* obey(command, message, parts);
  else yield await converse(text, message, parts);
}
