import type { Language } from '../../answer/wording.ts';
import type { Log } from '../../log.ts';
import { type CommandName, offered } from '../commands.ts';
import { texts } from '../texts.ts';
import type { Gateway } from './outgoing/gateway.ts';
import { telegramTexts } from './texts.ts';

/** English is shown to everybody whose app speaks no language that has a menu of its own. */
const MENUS: readonly { language: Language; code: string | undefined }[] = [
  { language: 'en', code: undefined },
  { language: 'zh', code: 'zh' },
];

type Announcing = {
  log: Log;
  /** their ids */ admins: readonly number[];
  /** whether a model words the answers */ writes: boolean;
};

/**
 * Tells Telegram the commands for its menus, in private chats, in groups and for admins, and the profile's short line, in
 * each language. A server that does not take them changes nothing else: it is logged.
 */
export async function announce(gateway: Pick<Gateway, 'call'>, { log, admins, writes }: Announcing): Promise<void> {
  const menus: { scope: Scope; names: CommandName[] }[] = [
    { scope: { type: 'all_private_chats' }, names: offered({ place: 'private', writes }) },
    { scope: { type: 'all_group_chats' }, names: offered({ place: 'group', writes }) },
    ...admins.map(id => ({
      scope: { type: 'chat' as const, chat_id: id },
      names: offered({ place: 'private', admin: true, writes }),
    })),
  ];
  for (const { language, code } of MENUS) {
    const inLanguage = code === undefined ? {} : { language_code: code };
    for (const { scope, names } of menus) {
      const commands = names.map(name => ({ command: name, description: texts[language].commands[name] }));
      const outcome = await gateway.call('setMyCommands', { commands, scope, ...inLanguage });
      if (outcome.ok) continue;
      const { reason, description } = outcome;
      // An admin who never wrote to the bot has no chat with it yet.
      log[reason === 'gone' ? 'debug' : 'warn']({ reason, description, scope }, 'a command menu was not set');
    }
    const about = { short_description: telegramTexts[language].about, ...inLanguage };
    const outcome = await gateway.call('setMyShortDescription', about);
    if (outcome.ok) continue;
    log.info({ reason: outcome.reason, description: outcome.description }, 'the profile line was not set');
  }
}

type Scope = { type: 'all_private_chats' | 'all_group_chats' } | { type: 'chat'; chat_id: number };
