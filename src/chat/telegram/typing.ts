import type { Gateway } from './gateway.ts';
import type { Spot } from './update.ts';

/** An answer that comes sooner needs no sign that it is coming. */
const AFTER_MS = 400;
/** Telegram shows "typing…" for five seconds at most. */
const AGAIN_MS = 4500;

/** Shows "typing…" from a moment on, until the returned function is called. That it cannot be shown is no trouble. */
export function showTyping(gateway: Pick<Gateway, 'call'>, { chatId, threadId }: Spot): () => void {
  const show = () => {
    void gateway.call(
      'sendChatAction',
      { chat_id: chatId, action: 'typing', ...(threadId !== undefined && { message_thread_id: threadId }) },
      { droppable: true },
    );
    timer = setTimeout(show, AGAIN_MS);
  };
  let timer = setTimeout(show, AFTER_MS);
  return () => clearTimeout(timer);
}
