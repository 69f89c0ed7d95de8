import type { Config } from '../../config.ts';

/** What a person may do: admins everything, contributors record, others ask and suggest. */
type Role = 'admin' | 'contributor' | 'other';

export type Access = {
  roleOf(personId: number): Role;
  /** whether the bot talks with this person in this chat (with them alone, where none is named) */
  mayTalk(who: { personId: number; chatId?: number }): Promise<boolean>;
  /** whether anyone may, so that answers need not be kept apart */ open: boolean;
};

/**
 * Reads ADMINS, CONTRIBUTORS and ALLOWED_CHATS; where the last names nobody, everybody may talk. `current` gives the id
 * that a chat has now: a group that was let in still is when it has become a supergroup.
 */
export function accessOf(
  { ADMINS, CONTRIBUTORS, ALLOWED_CHATS }: AccessSettings,
  { current }: { current(chatId: number): Promise<number> },
): Access {
  const [admins, contributors, allowed] = [ADMINS, CONTRIBUTORS, ALLOWED_CHATS].map(ids => new Set(ids.map(Number)));
  const roleOf = (id: number): Role => (admins?.has(id) ? 'admin' : contributors?.has(id) ? 'contributor' : 'other');
  const open = allowed === undefined || allowed.size === 0;
  return {
    roleOf,
    async mayTalk({ personId, chatId = personId }) {
      if (open || allowed.has(chatId) || allowed.has(personId) || roleOf(personId) !== 'other') return true;
      if (chatId > 0) return false;
      const groups = [...allowed].filter(id => id < 0);
      return (await Promise.all(groups.map(current))).includes(chatId);
    },
    open,
  };
}

type AccessSettings = Pick<Config, 'ADMINS' | 'CONTRIBUTORS' | 'ALLOWED_CHATS'>;
