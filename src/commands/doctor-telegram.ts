import { createClient } from '../chat/telegram/outgoing/client.ts';
import type { Config } from '../config.ts';
import { messageOf } from '../errors.ts';
import { openStoreAsItIs, storePlace } from '../store/database.ts';
import type { Finding } from './finding.ts';

/** Telegram answers at once or, for this, not at all. */
const PATIENCE_MS = 10_000;

/** Whether Telegram knows the bot, and how updates come; nothing where there is no token. */
export async function telegramFindings(config: Config): Promise<Finding[]> {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, ALLOWED_CHATS, ADMINS } = config;
  if (token === undefined) return [];
  const client = createClient({ token, apiRoot });
  try {
    const reply = await client.call('getMe', {}, AbortSignal.timeout(PATIENCE_MS));
    if (reply.kind === 'silence') {
      const advice = 'Look whether this machine reaches it, and whether TELEGRAM_API_ROOT is meant';
      return [{ mark: '✗', text: `Telegram at ${apiRoot} does not answer (${reply.description}). ${advice}.` }];
    }
    if (reply.kind === 'refused' && reply.code !== 401 && reply.code !== 404) {
      const when = reply.retryAfter === undefined ? 'later' : `in ${reply.retryAfter} seconds`;
      return [{ mark: '✗', text: `Telegram refuses to say who the bot is (${reply.description}). Try again ${when}.` }];
    }
    if (reply.kind === 'refused') {
      const text = `Telegram does not accept TELEGRAM_BOT_TOKEN (${reply.description}). Copy it anew from @BotFather.`;
      return [{ mark: '✗', text }];
    }
    const by = config.WEBHOOK_URL === undefined ? 'polling' : `webhook at port ${config.HTTP_PORT}`;
    const allowed = ALLOWED_CHATS.length;
    const some = allowed === 1 ? '1 chat or person' : `${allowed} chats or people`;
    const who = `${allowed === 0 ? 'anybody' : some} may ask`;
    const admins = ADMINS.length === 1 ? '1 admin' : `${ADMINS.length} admins`;
    return [{ mark: '✓', text: `Telegram: @${usernameOf(reply.result)}, updates by ${by}; ${who}, ${admins}` }];
  } finally {
    client.close();
  }
}

/** Whether the store can be read; it is left as it is. Nothing where nobody uses it yet. */
export async function storeFindings(config: Config): Promise<Finding[]> {
  if (config.TELEGRAM_BOT_TOKEN === undefined && config.DATABASE_URL === undefined) return [];
  const where = config.DATABASE_URL === undefined ? `an SQLite file in ${config.DATA_DIR}` : 'PostgreSQL';
  try {
    const store = await openStoreAsItIs(storePlace(config));
    await store?.close();
    return [{ mark: '✓', text: `store: ${where}${store === undefined ? ', made when the bot is first started' : ''}` }];
  } catch (error) {
    return [{ mark: '✗', text: messageOf(error) }];
  }
}

function usernameOf(me: unknown): string {
  return typeof me === 'object' && me !== null && 'username' in me ? String(me.username) : '?';
}
