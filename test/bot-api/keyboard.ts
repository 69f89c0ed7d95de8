import type { TelegramInlineKeyboardButton, TelegramMessage } from '@gramio/types';

export type Keyboard = { inline_keyboard: TelegramInlineKeyboardButton[][] };

/** The buttons under a message. */
export function keyboardOf({ reply_markup: markup }: TelegramMessage): Keyboard | undefined {
  return markup !== undefined && 'inline_keyboard' in markup ? markup : undefined;
}
