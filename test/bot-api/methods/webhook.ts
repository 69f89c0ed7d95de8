import type { TelegramWebhookInfo } from '@gramio/types';
import type { Parameters } from '../parameters.ts';
import { badRequest, tooMany } from '../refusal.ts';
import { type Method, seconds, type World } from '../world.ts';

const PORTS = new Set(['', '443', '80', '88', '8443']);
const SECRET_MAX = 256;
const CONNECTIONS = { or: 40, min: 1, max: 100 };

/** When setWebhook was last called: more than one call a second is refused. */
const lastCall = new WeakMap<World, number>();

export const setWebhook: Method = (parameters, world) => {
  const url = parameters.text('url');
  if (url === '') return deleteWebhook(parameters, world, AbortSignal.abort());
  const secret = parameters.text('secret_token');
  if (secret.length > SECRET_MAX) throw badRequest('secret token is too long');
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  checkAddress(url);
  const before = lastCall.get(world);
  if (before !== undefined && world.now() - before < 1000) throw tooMany(1);
  lastCall.set(world, world.now());
  world.updates.allow(parameters);
  drop(parameters, world);
  world.updates.interrupt('Conflict: terminated by setWebhook request');
  world.webhook.remove();
  world.webhook.set({ url, secret, maxConnections: parameters.integer('max_connections', CONNECTIONS) });
  return true;
};

function checkAddress(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw badRequest('bad webhook: invalid webhook URL specified');
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.has(url.port)) throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
}

export const deleteWebhook: Method = (parameters, world) => {
  drop(parameters, world);
  world.webhook.remove();
  return true;
};

function drop(parameters: Parameters, world: World): void {
  if (parameters.flag('drop_pending_updates')) world.updates.clear();
}

export const getWebhookInfo: Method = (_, { updates, webhook }) => {
  const registered = webhook.registered();
  const error = webhook.lastError();
  const allowed = updates.allowedUpdates();
  return {
    url: registered?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.waiting().length,
    ...(registered && { max_connections: registered.maxConnections, ip_address: '127.0.0.1' }),
    ...(error && { last_error_date: seconds(error.at), last_error_message: error.message }),
    ...(allowed && { allowed_updates: allowed as TelegramWebhookInfo['allowed_updates'] & {} }),
  } satisfies TelegramWebhookInfo;
};
