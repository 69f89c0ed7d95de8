import { badRequest } from '../refusal.ts';
import { codePoints } from '../text.ts';
import type { Method } from '../world.ts';

export const answerCallbackQuery: Method = (parameters, world) => {
  if (codePoints(parameters.text('text')) > 200) throw badRequest('MESSAGE_TOO_LONG');
  world.queries.answer(parameters.text('callback_query_id'));
  return true;
};
