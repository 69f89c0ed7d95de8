import { readCommand } from '../commands.ts';
import type { Bot } from './parts.ts';
import type { Spot } from './update.ts';

/** Whether a message is the command to stop and nothing else, be it to this bot or to another. */
export function isStop(text: string): boolean {
  const command = readCommand(text.trim());
  return command?.name === 'stop' && command.argument === '';
}

/**
 * Ends what is being written in a chat, for that one update where it is named. People end what they asked for, admins
 * whatever it is; `another`: it is somebody else's.
 */
export function stop(
  { spot, personId, updateId }: { spot: Spot; personId: number; updateId?: number },
  { generations, access }: Bot,
): ReturnType<Bot['generations']['stop']> {
  const isAdmin = access.roleOf(personId) === 'admin';
  return generations.stop({ chatId: spot.chatId, updateId, personId, isAdmin });
}
