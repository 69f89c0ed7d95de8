import type { TelegramInlineKeyboardButton, TelegramMessage } from '@gramio/types';
import { checkLink } from './link.ts';
import { record } from './parameters.ts';
import { badRequest } from './refusal.ts';
import { codePoints } from './text.ts';

type Button = TelegramInlineKeyboardButton;
export type Keyboard = { inline_keyboard: Button[][] };

/** TDLib cuts what is more than these without a word. */
const ROW_MAX = 12;
const BUTTONS_MAX = 300;
/** The server takes no more than these under one message. */
const SERVED_MAX = 100;
const CALLBACK_MAX_BYTES = 64;
const COPY_MAX = 256;
const FLAGS = ['force_reply', 'remove_keyboard', 'selective', 'one_time_keyboard', 'is_persistent', 'resize_keyboard'];
const ACTIONS = ['switch_inline_query', 'switch_inline_query_current_chat', 'switch_inline_query_chosen_chat'];

/** The buttons under a message. */
export function keyboardOf({ reply_markup: markup }: TelegramMessage): Keyboard | undefined {
  return markup !== undefined && 'inline_keyboard' in markup ? markup : undefined;
}

/** A reply_markup as Telegram takes it: the inline keyboard that will stand under the message, if there is one. */
export function readMarkup(given: unknown): Keyboard | undefined {
  if (given === undefined || given === null) return undefined;
  const markup = record(given);
  if (markup === undefined) throw badRequest('object expected as reply markup');
  for (const flag of FLAGS)
    if (markup[flag] !== undefined && typeof markup[flag] !== 'boolean')
      throw badRequest(`field "${flag}" must be of type Boolean`);
  if (markup.keyboard !== undefined) readRows(markup.keyboard, 'keyboard', one => one);
  if (markup.inline_keyboard === undefined) return undefined;
  const rows = readRows(markup.inline_keyboard, 'inline_keyboard', readButton);
  let left = BUTTONS_MAX;
  const kept = rows
    .map(row => row.filter(({ text }) => text.trim() !== '').slice(0, ROW_MAX))
    .map(row => {
      const taken = row.slice(0, left);
      left -= taken.length;
      return taken;
    });
  const shown = kept.filter(row => row.length > 0);
  if (shown.flat().length > SERVED_MAX) throw badRequest('reply markup is too long');
  return shown.length > 0 ? { inline_keyboard: shown } : undefined;
}

function readRows<T>(given: unknown, field: string, read: (button: unknown) => T): T[][] {
  if (!Array.isArray(given)) throw badRequest(`field "${field}" must be of type Array`);
  return given.map(row => {
    if (!Array.isArray(row)) throw badRequest(`field "${field}" must be an Array of Arrays`);
    return row.map(read);
  });
}

function readButton(given: unknown): Button {
  const button = record(given);
  if (button === undefined) throw unparsable('InlineKeyboardButton must be an Object');
  if (button.text === undefined) throw unparsable('Can\'t find field "text"');
  if (typeof button.text !== 'string') throw unparsable('Field "text" must be of type String');
  const { text } = button;
  if (button.url) return { text, url: buttonUrl(String(button.url), 'URL'), ...style(button) };
  if (button.callback_data) return { text, callback_data: callbackData(button.callback_data), ...style(button) };
  if (button.pay) throw badRequest('BUTTON_TYPE_INVALID');
  const copy = record(button.copy_text);
  if (copy) {
    const copied = String(copy.text ?? '');
    if (copied === '' || codePoints(copied) > COPY_MAX) throw badRequest('BUTTON_COPY_TEXT_INVALID');
    return { text, copy_text: { text: copied }, ...style(button) };
  }
  const app = record(button.web_app);
  if (app) {
    const url = String(app.url ?? '');
    if (!checkLink(url).ok || !/^https:/i.test(url))
      throw badRequest(`inline keyboard button Web App URL '${url}' is invalid: Only HTTPS links are allowed`);
    return { text, web_app: { url } };
  }
  if (ACTIONS.some(action => button[action] !== undefined)) return { ...button, text };
  throw unparsable('Text buttons are unallowed in the inline keyboard');
}

function buttonUrl(url: string, what: string): string {
  const checked = checkLink(url);
  if (!checked.ok) throw badRequest(`inline keyboard button ${what} '${url}' is invalid: ${checked.why}`);
  return checked.url;
}

function callbackData(given: unknown): string {
  if (typeof given !== 'string') throw unparsable('Field "callback_data" must be of type String');
  if (Buffer.byteLength(given) > CALLBACK_MAX_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  return given;
}

const style = ({ style }: Record<string, unknown>) =>
  style === 'danger' || style === 'success' || style === 'primary' ? { style: style as 'danger' } : {};

const unparsable = (why: string) => badRequest(`can't parse inline keyboard button: ${why}`);
