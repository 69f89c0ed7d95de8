import type { IncomingMessage } from 'node:http';
import { badRequest } from './refusal.ts';

/** The arguments as the methods read them, and as one would like to read them in a test. */
export type Arguments = { values: ReadonlyMap<string, string>; shown: Record<string, unknown> };

/** Arguments whose text is JSON: shown decoded however they were sent. */
const STRUCTURED = new Set(
  (
    'reply_markup entities caption_entities link_preview_options reply_parameters commands scope results allowed_updates ' +
    'reaction message_ids button menu_button rights rich_message'
  ).split(' '),
);
/** Numbers that forms bring as text. */
const NUMBERS =
  /^(?:chat|message|message_thread|reply_to_message|user|draft)_id$|^(?:offset|limit|timeout|cache_time)$/;

/**
 * All arguments of a call, from the query and from the body, JSON, form or multipart; files are named, not kept.
 * As in the real server, a JSON `null` is the text "null".
 */
export async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const given: Record<string, unknown> = Object.fromEntries(new URL(request.url ?? '/', 'http://bot-api').searchParams);
  const body = await readAll(request);
  const type = request.headers['content-type'] ?? '';
  if (body.length > 0 && /^application\/json/i.test(type)) Object.assign(given, parseObject(body.toString('utf8')));
  else if (body.length > 0 && /^application\/x-www-form-urlencoded|^multipart\/form-data/i.test(type)) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) given[name] = typeof value === 'string' ? value : `attach://${name}`;
  }
  const values = Object.entries(given).map(([name, value]): [string, string] => [name, textOf(value)]);
  return {
    values: new Map(values),
    shown: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, decoded(name, value)])),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {}
  throw badRequest('JSON object expected');
}

function decoded(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (NUMBERS.test(name) && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (!STRUCTURED.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
