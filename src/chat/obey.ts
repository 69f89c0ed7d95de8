import { isNarrowed } from '../answer/listing.ts';
import { asWritten } from '../model/offline/writer.ts';
import { forgetChoice, languageChoice } from './choices.ts';
import { type CommandName, type Given, isCommand } from './commands.ts';
import { answered, converse, helpIn, turned } from './converse.ts';
import { describeCosts } from './costs.ts';
import { readDay } from './day.ts';
import { decodeDeepLink } from './deep-link.ts';
import { addressIn } from './help.ts';
import type { Message, Parts, Reply } from './message.ts';
import { privacy } from './privacy.ts';
import { texts } from './texts.ts';

/** The replies to a command. */
export async function* obey(given: Given, message: Message, parts: Parts): AsyncGenerator<Reply> {
  const { name, argument, addressed } = given;
  const { place, language } = message;
  if (isCommand(name, place)) yield obeyed(name, argument, message, parts);
  // In a group it may be meant for another bot.
  else if (place !== 'group' || addressed) yield { text: texts[language].unknownCommand(`/${name}`) };
}

async function obeyed(name: CommandName, argument: string, message: Message, parts: Parts): Promise<Reply> {
  const { place, language } = message;
  const words = texts[language];
  const address = addressIn(message);
  // What a command asks for is told in the person's language, whatever the words behind it.
  const understood = (text: string) => ({ ...parts.understand(text, language), language });
  const list = (text: string) => answered({ mode: 'answer', question: understood(text) }, message, parts);
  switch (name) {
    case 'start':
      return started(argument, message, parts);
    case 'ask':
      return argument === '' ? { text: words.usage.ask(address) } : converse(argument, message, parts);
    case 'search': {
      const question = understood(argument);
      const { topic, kind, recent, nth } = question;
      const sought = topic !== '' || isNarrowed(question) || recent || kind !== 'explain' || nth !== undefined;
      return sought ? answered({ mode: 'search', question }, message, parts) : { text: words.usage.search(address) };
    }
    case 'today':
      return list('today');
    case 'week':
      return list('last 7 days');
    case 'day': {
      const question = readDay(argument, understood);
      if (question === 'no such day')
        return { text: [words.noSuchDay(asWritten(argument)), words.usage.day(address)].join('\n') };
      return question ? answered({ mode: 'answer', question }, message, parts) : { text: words.usage.day(address) };
    }
    case 'tags':
      return answered({ mode: 'tags', question: understood('') }, message, parts);
    case 'more':
      return turned(1, { message, parts });
    case 'stop':
      return { text: words.nothingToStop };
    case 'language':
      return languageChoice(argument, message, parts);
    case 'privacy':
      return { text: privacy[language](place, parts.models) };
    case 'forget':
      return forgetChoice(message);
    case 'status':
      return { text: parts.status ? words.status(await parts.status()) : words.unknownCommand('/status') };
    case 'usage':
      return { text: parts.costs ? describeCosts(await parts.costs(), language) : words.unknownCommand('/usage') };
    case 'help':
    case 'quit':
      return { text: helpIn(language, message, parts) };
  }
}

async function started(payload: string, message: Message, parts: Parts): Promise<Reply> {
  const link = decodeDeepLink(payload);
  if (link?.to === 'ask') return converse(link.question, { ...message, previous: undefined }, parts);
  if (link?.to === 'day') return obeyed('day', link.day, message, parts);
  if (link !== undefined) return obeyed(link.to, '', message, parts);
  const { language } = message;
  const question = { ...parts.understand('', language), language };
  // Asked for nothing in particular, it says what the notes hold.
  const { text } = await parts.respond({ mode: 'answer', question });
  return { text: `${texts[language].welcome}\n\n${text}` };
}
