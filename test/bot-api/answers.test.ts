import { describe, expect, it } from 'vitest';
import { startChat } from './caller.ts';
import { createQueries } from './queries.ts';

const { bot } = await startChat();

let offset = 0;
async function lastUpdate(): Promise<Record<string, { id: string; data?: string; query?: string }>> {
  const result = (await bot.call('getUpdates', { offset })).result as { update_id: number }[];
  const last = result.at(-1);
  offset = (last?.update_id ?? 0) + 1;
  return last as never;
}

const OLD = 'Bad Request: query is too old and response timeout expired or query ID is invalid';

describe('a press', () => {
  it('waits for its answer, and takes further ones meanwhile', async () => {
    const person = bot.emulator.person();
    const reply_markup = { inline_keyboard: [[{ text: 'Next', callback_data: 'page:2' }]] };
    const { result } = await bot.call('sendMessage', { chat_id: person.id, text: 'x', reply_markup });
    const { message_id: messageId } = result as { message_id: number };
    expect(() => bot.emulator.press(person, { chatId: person.id, messageId }, 'Back')).toThrow(/No button "Back"/);
    const pressed = bot.emulator.press(person, { chatId: person.id, messageId }, 'Next');
    const { callback_query: query } = await lastUpdate();
    expect(query?.data).toBe('page:2');
    const answer = { callback_query_id: query?.id, text: 'Here' };
    expect((await bot.call('answerCallbackQuery', answer)).ok).toBe(true);
    expect((await pressed).payload).toEqual(answer);
    expect(await bot.refusal('answerCallbackQuery', answer)).toBeUndefined();
    expect(await bot.refusal('answerCallbackQuery', { callback_query_id: '5' })).toBe(OLD);
    expect(await bot.refusal('answerCallbackQuery', { callback_query_id: '5', text: 'x'.repeat(201) })).toBe(
      'Bad Request: MESSAGE_TOO_LONG',
    );
  });

  it('is too old after fifteen seconds', () => {
    let now = 0;
    const queries = createQueries(() => now);
    const id = queries.ask();
    now = 15_000;
    queries.answer(id);
    now = 15_001;
    expect(() => queries.answer(id)).toThrow(OLD);
  });

  it.each([
    ['https://t.me/Noted_bot?start=help', OLD],
    ['https://t.me/another_bot?start=help', 'Bad Request: URL_INVALID'],
    ['https://example.com/', 'Bad Request: URL_INVALID'],
  ])('that is to open %s is answered with %s', async (url, why) => {
    expect(await bot.refusal('answerCallbackQuery', { callback_query_id: '5', url })).toBe(why);
  });
});

describe('an inline query', () => {
  const article = (o: Record<string, unknown> = {}) => ({
    type: 'article',
    id: '1',
    title: 'A',
    input_message_content: { message_text: 'a' },
    ...o,
  });

  it('gets results', async () => {
    const asked = bot.emulator.inline(bot.emulator.person(), 'maps');
    const { inline_query: query } = await lastUpdate();
    expect(query?.query).toBe('maps');
    const answer = { inline_query_id: query?.id, results: [article(), article({ id: '2' })] };
    expect((await bot.call('answerInlineQuery', answer)).ok).toBe(true);
    expect((await asked).payload.results).toHaveLength(2);
  });

  it.each([
    [{ results: '{' }, "can't parse inline query results JSON object"],
    [{ results: Array.from({ length: 51 }, (_, i) => article({ id: `${i}` })) }, 'RESULTS_TOO_MUCH'],
    [{ results: [article(), article()] }, 'RESULT_ID_DUPLICATE'],
    [{ results: [article({ id: 'я'.repeat(33) })] }, 'RESULT_ID_INVALID'],
    [{ results: [article({ title: undefined })] }, 'can\'t parse inline query result: Can\'t find field "title"'],
    [{ results: [article({ input_message_content: { message_text: 'x'.repeat(4097) } })] }, 'message is too long'],
    [
      { results: [article({ input_message_content: { message_text: '<b>', parse_mode: 'HTML' } })] },
      'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ],
    [
      {
        results: [
          article({ input_message_content: { message_text: 'x', entities: [{ type: 'bold', offset: 0, length: 2 }] } }),
        ],
      },
      'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2',
    ],
    [
      { results: [article({ reply_markup: { inline_keyboard: [[{ text: 'x' }]] } })] },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [{ results: [], next_offset: 'x'.repeat(65) }, 'NEXT_OFFSET_INVALID'],
    [{ results: [article({ id: '' })] }, 'RESULT_ID_EMPTY'],
    [{ results: [article({ title: '' })] }, 'ARTICLE_TITLE_EMPTY'],
    [{ results: [], button: { text: 'x' } }, 'START_PARAM_EMPTY'],
    [{ results: [], button: { text: 'x', start_parameter: 'x'.repeat(65) } }, 'START_PARAM_TOO_LONG'],
    [{ results: [], button: { text: 'x', start_parameter: 'a b' } }, 'START_PARAM_INVALID'],
    [{ results: [], inline_query_id: '5' }, OLD.replace('Bad Request: ', '')],
  ])('refuses what people could not be shown (case %#)', async (payload, why) => {
    expect(await bot.refusal('answerInlineQuery', payload)).toBe(`Bad Request: ${why}`);
  });
});
