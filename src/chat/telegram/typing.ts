import { type After, after as afterwards } from '../../timing/after.ts';
import type { Gateway } from './outgoing/gateway.ts';
import type { Spot } from './update.ts';

/** An answer that comes sooner needs no sign that it is coming. */
const AFTER_MS = 400;
/** Telegram shows "typing…" for five seconds at most. */
const AGAIN_MS = 4500;

/** Shows "typing…" from a moment on, until the returned function is called. That it cannot be shown is no trouble. */
export function showTyping(
  gateway: Pick<Gateway, 'call'>,
  { chatId, threadId }: Spot,
  after: After = afterwards,
): () => void {
  const topic = threadId !== undefined && { message_thread_id: threadId };
  const show = () => {
    const shown = gateway.call('sendChatAction', { chat_id: chatId, action: 'typing', ...topic }, { droppable: true });
    // Nobody waits for it, and an error that nobody takes would end the program.
    shown.catch(() => undefined);
    cancel = after(AGAIN_MS, show);
  };
  let cancel = after(AFTER_MS, show);
  return () => cancel();
}
