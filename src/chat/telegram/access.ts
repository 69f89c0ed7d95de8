import type { Config } from '../../config.ts';

/** What a person may do: admins everything, contributors record, others ask and suggest. */
export type Role = 'admin' | 'contributor' | 'other';

export type Access = {
  roleOf(personId: number): Role;
  /** whether the bot talks with this person in this chat (with them alone, where none is named) */
  mayTalk(who: { personId: number; chatId?: number }): boolean;
  /** whether anyone may, so that answers need not be kept apart */ open: boolean;
};

/** Reads ADMINS, CONTRIBUTORS and ALLOWED_CHATS; where the last names nobody, everybody may talk. */
export function accessOf({ ADMINS, CONTRIBUTORS, ALLOWED_CHATS }: AccessSettings): Access {
  const [admins, contributors, allowed] = [ADMINS, CONTRIBUTORS, ALLOWED_CHATS].map(ids => new Set(ids.map(Number)));
  const roleOf = (id: number): Role => (admins?.has(id) ? 'admin' : contributors?.has(id) ? 'contributor' : 'other');
  return {
    roleOf,
    mayTalk: ({ personId, chatId = personId }) =>
      allowed === undefined ||
      allowed.size === 0 ||
      allowed.has(chatId) ||
      allowed.has(personId) ||
      roleOf(personId) !== 'other',
    open: ALLOWED_CHATS.length === 0,
  };
}

type AccessSettings = Pick<Config, 'ADMINS' | 'CONTRIBUTORS' | 'ALLOWED_CHATS'>;
