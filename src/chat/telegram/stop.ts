import type { Bot } from './parts.ts';
import type { Spot } from './update.ts';

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
