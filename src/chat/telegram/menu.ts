import type { Language } from '../../answer/wording.ts';
import type { Log } from '../../log.ts';
import { COMMANDS } from '../commands.ts';
import { texts } from '../texts.ts';
import type { Gateway } from './gateway.ts';
import { telegramTexts } from './texts.ts';

/** English is shown to everybody whose app speaks no language that has a menu of its own. */
const MENUS: readonly { language: Language; code: string | undefined }[] = [
  { language: 'en', code: undefined },
  { language: 'zh', code: 'zh' },
];

const SCOPES = { private: 'all_private_chats', group: 'all_group_chats' } as const;

/**
 * Tells Telegram the commands for its menus, in private chats and in groups, and the profile's short line, in each
 * language. A server that does not take them changes nothing else: it is logged.
 */
export async function announce(gateway: Pick<Gateway, 'call'>, log: Log): Promise<void> {
  for (const { language, code } of MENUS) {
    const inLanguage = code === undefined ? {} : { language_code: code };
    for (const place of ['private', 'group'] as const) {
      const menu = COMMANDS.filter(({ places }) => places.includes(place)).map(({ name }) => ({
        command: name,
        description: texts[language].commands[name],
      }));
      const scope = { type: SCOPES[place] };
      const outcome = await gateway.call('setMyCommands', { commands: menu, scope, ...inLanguage });
      if (!outcome.ok)
        log.warn({ reason: outcome.reason, description: outcome.description }, 'the command menu was not set');
    }
    const about = { short_description: telegramTexts[language].about, ...inLanguage };
    const outcome = await gateway.call('setMyShortDescription', about);
    if (!outcome.ok)
      log.info({ reason: outcome.reason, description: outcome.description }, 'the profile line was not set');
  }
}
