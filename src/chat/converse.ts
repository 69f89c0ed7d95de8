import type { Answer } from '../answer/answer.ts';
import { followUp, listOf } from '../answer/follow-up.ts';
import { isPicked, type Previous, type Request } from '../answer/request.ts';
import type { Language } from '../answer/wording.ts';
import type { Message, Parts, Reply } from './message.ts';
import { texts } from './texts.ts';

const GREETING = /^(?:hi|hello|hey|help|你好|您好|嗨|在吗|帮助)[\s!.,~。！，～?？]*$/iu;
const THANKS = /^(?:thanks|thank you|thx|ty|谢谢你?|多谢|谢了|感谢)[\s!.,~。！，～]*$/iu;

const TAGS =
  /^(?:(?:what|which|list|show)(?: me)?(?: all)?(?: the)? tags(?: (?:are there|do (?:we|you) have|have we))?|(?:都?有)?哪些标签|(?:所有|全部)的?标签)[\s?？.。]*$/iu;

/** The reply to what is said in a person's own words: a question, what goes on from an answer, or good manners. */
export async function converse(text: string, message: Message, parts: Parts): Promise<Reply> {
  const language = message.chosen || !/\p{Script=Han}/u.test(text) ? message.language : 'zh';
  if (GREETING.test(text)) return { text: texts[language].help(message.place) };
  if (THANKS.test(text)) return { text: texts[language].thanks };
  const { understand, pageSize } = parts;
  const { previous } = message;
  if (TAGS.test(text)) return answered({ mode: 'tags', question: understand(text, language) }, message, parts);
  const goesOn = previous && followUp(text, previous, { understand, language: message.language, pageSize });
  if (goesOn?.turn !== undefined) return turned(goesOn.turn, { message, parts, spoken: goesOn.language });
  if (goesOn === undefined || previous === undefined) {
    return answered({ mode: 'answer', question: understand(text, message.language) }, message, parts);
  }
  return keepingList(await answered(goesOn.request, message, parts), previous);
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
  { chosen, language, place }: Message,
  { respond, pageSize }: Parts,
  page = 1,
): Promise<Reply> {
  const question = chosen ? { ...request.question, language } : request.question;
  const asked = { ...request, question };
  const answer = await respond(asked, { number: page, size: pageSize });
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
  if (next.answered?.page === wanted) return next;
  return { text: next.answered?.answer.limited ? words.noMoreOfList : words.noMore };
}
