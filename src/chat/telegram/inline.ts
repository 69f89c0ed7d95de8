import { line } from '../../answer/cite.ts';
import type { Question } from '../../answer/question.ts';
import type { Entry } from '../../digest/entry.ts';
import { encodeDeepLink } from '../deep-link.ts';
import { messagesOf } from './format/messages.ts';
import { languageOf } from './language.ts';
import type { BotParts, Turn } from './parts.ts';
import { QUERY_MS } from './query.ts';
import { telegramTexts } from './texts.ts';
import type { Incoming } from './update.ts';

/** Results at a time; Telegram asks for the next ones as the person scrolls, and takes 50 at most. */
const RESULTS = 20;
/** Beyond so many nobody scrolls. */
const MOST = 200;
/** For so many seconds Telegram may show the same results for the same words: the digest may change meanwhile. */
const CACHED_S = 30;
/** What an app shows of a result's lines, in characters. */
const DESCRIPTION = 120;

/** Answers `@bot words`, typed in any chat, with entries to send there; without words the newest ones. */
export async function answerInline(
  asked: Extract<Incoming, { is: 'inline' }>,
  { signal }: Turn,
  parts: BotParts,
): Promise<void> {
  const { gateway, access, log } = parts;
  const { language } = await languageOf(asked.from, parts);
  const offset = /^\d{1,4}$/.test(asked.offset) ? Number(asked.offset) : 0;
  const allowed = await access.mayTalk({ personId: asked.from.id });
  const entries = allowed ? await entriesFor(asked.query, Math.min(MOST, offset + RESULTS + 1), parts) : [];
  const shown = entries.slice(offset, offset + RESULTS);
  const more = entries.length > offset + RESULTS;
  const answer = {
    inline_query_id: asked.id,
    results: shown.map((entry, index) => resultOf(entry, offset + index)),
    cache_time: CACHED_S,
    // Where not everybody may ask, one person's results are not shown to others.
    is_personal: !access.open,
    next_offset: more ? String(offset + RESULTS) : '',
    ...(shown.length === 0 &&
      offset === 0 && {
        button: {
          text: telegramTexts[language][allowed ? 'inlineEmpty' : 'closedShort'],
          start_parameter: (allowed ? toAsk(asked.query) : undefined) ?? 'help',
        },
      }),
  };
  const outcome = await gateway.call('answerInlineQuery', answer, { deadlineMs: QUERY_MS, signal });
  if (!outcome.ok)
    log.info({ reason: outcome.reason, description: outcome.description }, 'an inline answer was not taken');
}

/** What the bot is asked in private where a search brings nothing: there it says what comes closest. */
function toAsk(query: string): string | undefined {
  const question = query.trim();
  return question === '' ? undefined : encodeDeepLink({ to: 'ask', question });
}

async function entriesFor(query: string, limit: number, { understand, search, freshen }: BotParts): Promise<Entry[]> {
  await freshen();
  const question: Question = understand(query);
  return (await search(question, limit)).flatMap(({ entry, related }) => (related ? [entry] : []));
}

function resultOf(entry: Entry, index: number) {
  const { date, ordinal, source, tags, urls } = entry;
  const place = `${date ?? source.file} (${ordinal})`;
  const [message] = messagesOf(line(entry));
  const description = [place, ...tags.map(tag => `#${tag}`), ...urls.slice(0, 1)].join(' ');
  return {
    type: 'article' as const,
    id: String(index),
    title: shortened(entry.title) || place,
    description: shortened(description),
    input_message_content: {
      message_text: message?.text ?? place,
      entities: message?.entities ?? [],
      link_preview_options: { is_disabled: true },
    },
  };
}

function shortened(text: string): string {
  return [...text].slice(0, DESCRIPTION).join('').trim();
}
