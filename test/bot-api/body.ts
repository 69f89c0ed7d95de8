import type { IncomingMessage } from 'node:http';
import { badRequest } from './refusal.ts';

/** Arguments whose text is JSON, shown decoded in the record of calls however they were sent. */
const STRUCTURED = new Set(
  (
    'reply_markup entities caption_entities link_preview_options reply_parameters commands scope results allowed_updates ' +
    'reaction message_ids button menu_button rights rich_message'
  ).split(' '),
);
const NUMBERS = /(?:^|_)(?:id|timeout|offset|limit|time)$/;

/**
 * All arguments of a call, from the query and from the body, JSON, form or multipart; files are named, not kept.
 * As in the real server, a JSON `null` is the text "null".
 */
export async function readArguments(request: IncomingMessage): Promise<Map<string, string>> {
  const values = new Map(new URL(request.url ?? '/', 'http://bot-api').searchParams);
  const body = await readAll(request).catch(() => Buffer.alloc(0));
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return values;
  if (/^application\/json/i.test(type)) {
    for (const [name, value] of Object.entries(parseObject(body.toString('utf8')))) {
      values.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  } else if (/^application\/x-www-form-urlencoded|^multipart\/form-data/i.test(type)) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) values.set(name, typeof value === 'string' ? value : `attach://${name}`);
  }
  return values;
}

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

/** The arguments as one would like to read them in a test. */
export function shown(values: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries([...values].map(([name, value]) => [name, decoded(name, value)]));
}

function decoded(name: string, value: string): unknown {
  if (NUMBERS.test(name) && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (value === 'true' || value === 'false') return value === 'true';
  if (!STRUCTURED.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
