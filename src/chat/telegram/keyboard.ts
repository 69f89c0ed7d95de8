import { type Action, encodeAction } from '../actions.ts';
import type { Choice } from '../handlers.ts';

type Button = { text: string; callback_data: string };
export type Keyboard = { inline_keyboard: Button[][] };

/** Buttons for choices, in their rows. */
export function keyboardOf(choices: readonly (readonly Choice[])[]): Keyboard {
  return { inline_keyboard: choices.map(row => row.map(({ label, action }) => button(label, action))) };
}

/**
 * The buttons under an answer: to the pages before and after this one, where there are any, and 👍 👎. A person's own
 * verdict is marked where only they see the message.
 */
export function answerKeyboard({ exchange, page, pages, verdict }: AnswerButtons): Keyboard {
  const to = (label: string, number: number) => button(label, { do: 'page', exchange, page: number });
  const turn = [
    ...(page > 1 ? [to(`‹ ${page - 1}`, page - 1)] : []),
    button(`${page} / ${pages}`, { do: 'stay' }),
    ...(page < pages ? [to(`${page + 1} ›`, page + 1)] : []),
  ];
  const rate = (['good', 'bad'] as const).map(one =>
    button(`${one === 'good' ? '👍' : '👎'}${verdict === one ? ' ✓' : ''}`, { do: 'rate', exchange, verdict: one }),
  );
  return { inline_keyboard: pages > 1 ? [turn, rate] : [rate] };
}

/** The button under an answer that is being written. */
export function stopKeyboard(label: string, update: number): Keyboard {
  return { inline_keyboard: [[button(label, { do: 'stop', update })]] };
}

type AnswerButtons = { exchange: number; page: number; pages: number; verdict?: 'good' | 'bad' | undefined };

function button(text: string, action: Action): Button {
  return { text, callback_data: encodeAction(action) };
}
