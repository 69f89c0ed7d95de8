import { readMarkup } from '../keyboard.ts';
import { checkLink } from '../link.ts';
import { record } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { checkPreview } from '../target.ts';
import { codePoints, messageText } from '../text.ts';
import type { Method, World } from '../world.ts';

/** All from the Bot API: characters of a notice, results of an inline query, bytes of their ids and of the next offset, characters of a deep link. */
const NOTICE_MAX = 200;
const RESULTS_MAX = 50;
const ID_MAX_BYTES = 64;
const START_MAX = 64;

export const answerCallbackQuery: Method = (parameters, { queries, me }) => {
  if (codePoints(parameters.text('text')) > NOTICE_MAX) throw badRequest('MESSAGE_TOO_LONG');
  const url = parameters.text('url');
  if (url !== '' && !opens(url, me.username ?? '')) throw badRequest('URL_INVALID');
  queries.answer(parameters.text('callback_query_id'));
  return true;
};

/** A press may open the bot itself with a start parameter, and the page of a game, which this bot has none of. */
function opens(url: string, username: string): boolean {
  const link = /^(?:https?:\/\/)?t\.me\/(\w+)\?start=([A-Za-z0-9_-]+)$/.exec(url);
  return link !== null && link[1]?.toLowerCase() === username.toLowerCase() && (link[2] ?? '').length <= START_MAX;
}

export const answerInlineQuery: Method = (parameters, world) => {
  const results = parameters.json('results', "can't parse inline query results JSON object") ?? [];
  if (!Array.isArray(results)) throw badRequest('expected an Array of inline query results');
  if (results.length > RESULTS_MAX) throw badRequest('RESULTS_TOO_MUCH');
  const ids = results.map(result => checkResult(result, world));
  if (new Set(ids).size < ids.length) throw badRequest('RESULT_ID_DUPLICATE');
  if (Buffer.byteLength(parameters.text('next_offset')) > ID_MAX_BYTES) throw badRequest('NEXT_OFFSET_INVALID');
  const button = record(parameters.json('button', "can't parse inline query results button JSON object"));
  if (button) {
    if (typeof button.text !== 'string' || button.text === '') throw badRequest('SWITCH_PM_TEXT_EMPTY');
    const start = String(button.start_parameter ?? '');
    if (button.web_app === undefined && start === '') throw badRequest('START_PARAM_EMPTY');
    if (start.length > START_MAX) throw badRequest('START_PARAM_TOO_LONG');
    if (!/^[A-Za-z0-9_-]*$/.test(start)) throw badRequest('START_PARAM_INVALID');
  }
  world.queries.answer(parameters.text('inline_query_id'));
  return true;
};

/** Gives the result's id. Articles are checked to the end; of the rest only what all have. */
function checkResult(given: unknown, world: World): string {
  const result = record(given);
  if (result === undefined) throw unparsable('expected an Object');
  if (typeof result.type !== 'string') throw unparsable('Can\'t find field "type"');
  if (result.id === undefined) throw unparsable('Can\'t find field "id"');
  const id = String(result.id);
  if (id === '') throw badRequest('RESULT_ID_EMPTY');
  if (Buffer.byteLength(id) > ID_MAX_BYTES) throw badRequest('RESULT_ID_INVALID');
  readMarkup(result.reply_markup);
  if (result.type === 'article') {
    if (typeof result.title !== 'string') throw unparsable('Can\'t find field "title"');
    if (result.title === '') throw badRequest('ARTICLE_TITLE_EMPTY');
    if (result.input_message_content === undefined) throw unparsable('Can\'t find field "input_message_content"');
    for (const name of ['url', 'thumbnail_url']) {
      const checked = result[name] ? checkLink(String(result[name])) : undefined;
      if (checked && !checked.ok)
        throw badRequest(`inline query result URL '${result[name]}' is invalid: ${checked.why}`);
    }
  }
  const content = record(result.input_message_content);
  if (content?.message_text !== undefined) {
    checkPreview(content.link_preview_options);
    messageText({
      text: String(content.message_text),
      parseMode: String(content.parse_mode ?? ''),
      entities: content.entities,
      knows: userId => world.people.has(userId),
    });
  } else if (result.type === 'article') throw badRequest('message text is empty');
  return id;
}

const unparsable = (why: string) => badRequest(`can't parse inline query result: ${why}`);
