import type { Method } from '../world.ts';

export const deleteWebhook: Method = (parameters, world) => {
  if (parameters.flag('drop_pending_updates')) world.updates.clear();
  return true;
};
