import type { Answer } from '../answer/answer.ts';
import { followUp, listOf, turning } from '../answer/follow-up.ts';
import { isPicked, type Previous, type Request } from '../answer/request.ts';
import type { Language } from '../answer/wording.ts';
import type { Message, Parts, Reply } from './message.ts';
import { asksForTags, smallTalk, spokenLanguage } from './small-talk.ts';
import { texts } from './texts.ts';

/** The reply to what is said in a person's own words: a question, what goes on from an answer, or good manners. */
export async function converse(text: string, message: Message, parts: Parts): Promise<Reply> {
  const language = spokenLanguage(text, message);
  const said = smallTalk(text);
  if (said === 'help') return { text: helpIn(language, message, parts) };
  if (said !== undefined) return { text: texts[language][said] };
  const { understand, pageSize } = parts;
  const { previous } = message;
  if (asksForTags(text)) return answered({ mode: 'tags', question: understand(text, language) }, message, parts);
  const goesOn = previous && followUp(text, previous, { understand, language: message.language, pageSize });
  if (goesOn?.turn !== undefined) return turned(goesOn.turn, { message, parts, spoken: goesOn.language });
  const way = previous === undefined ? turning(text) : undefined;
  if (way !== undefined) return turned(way.turn, { message, parts, spoken: way.language });
  if (goesOn === undefined || previous === undefined) {
    return answered({ mode: 'answer', question: understand(text, message.language) }, message, parts);
  }
  return keepingList(await answered(goesOn.request, message, parts), previous);
}

/** The help as it is for the one who asks; those who look after the bot have its status too. */
export function helpIn(language: Language, { place, username }: Message, { status, models }: Parts): string {
  const writes = models.answers !== undefined;
  return texts[language].help({ place, username, admin: status !== undefined, writes });
}

/** An answer that names no entries does not take the place of those that were listed before it. */
function keepingList(reply: Reply, previous: Previous): Reply {
  if (reply.answered === undefined) return reply;
  const { request, answer } = reply.answered;
  if (answer.sources.length > 0 || 'nearest' in request) return reply;
  return { ...reply, answered: { ...reply.answered, request: { ...request, from: listOf(previous) } } };
}

/** The answer to a request, or a page of it. */
export async function answered(
  request: Request,
  { chosen, language, place, previous }: Message,
  { write, asking, pageSize }: Parts,
  page = 1,
): Promise<Reply> {
  const question = chosen ? { ...request.question, language } : request.question;
  const answer = await write({ ...request, question }, { ...asking, previous, page: { number: page, size: pageSize } });
  const asked = answer.asked ?? { ...request, question };
  // What was named before it stays what is spoken of.
  if (isPicked(asked) && answer.sources.length === 0) return { text: answer.text };
  const told = { request: withOffer(asked, answer), page: answer.page?.number ?? 1, answer };
  // Elsewhere there are buttons to turn pages with.
  const footer = place === 'console' && answer.page ? [texts[question.language].page(answer.page)] : [];
  return { text: [answer.text, ...footer].join('\n\n'), answered: told };
}

/** The request as it is kept: with what was offered where it was refused, so that one can ask on about it. */
function withOffer(request: Request, { nearest }: Answer): Request {
  if ('ids' in request) return request;
  const { mode, question } = request;
  return { mode, question, ...(nearest.length > 0 && { nearest: nearest.map(({ id }) => id) }) };
}

/** The page so many after the one that was shown; `spoken`, the language in which it was asked for. */
export async function turned(
  by: number,
  { message, parts, spoken = message.language }: { message: Message; parts: Parts; spoken?: Language },
): Promise<Reply> {
  const { previous, language, chosen } = message;
  const words = texts[chosen ? language : spoken];
  if (previous === undefined) return { text: words.nothingBefore };
  const list = listOf(previous);
  const wanted = list.page + by;
  if (wanted < 1) return { text: words.firstPage };
  const next = await answered(list.request, message, parts, wanted);
  // A refusal is nothing to go on with.
  if (next.answered?.answer.refused) return { text: words.nothingBefore };
  if (next.answered?.page === wanted) return next;
  return { text: next.answered?.answer.limited ? words.noMoreOfList : words.noMore };
}
