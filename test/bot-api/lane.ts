import { record } from './parameters.ts';

/** Updates with the same one come to a webhook one after another: that of a chat, or of a person where there is no chat. */
export function laneOf(update: Record<string, unknown>): string {
  for (const [key, value] of Object.entries(update)) {
    const event = record(value);
    if (key === 'update_id' || event === undefined) continue;
    const chat = record(event.chat) ?? record(record(event.message)?.chat);
    return chat ? `chat ${chat.id}` : `person ${record(event.from)?.id}`;
  }
  return 'none';
}
