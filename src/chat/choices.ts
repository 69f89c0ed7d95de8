import type { Language } from '../answer/wording.ts';
import type { Action, Choice } from './actions.ts';
import type { Message, Parts, Reply, Self } from './message.ts';
import { texts } from './texts.ts';

const LANGUAGES: readonly [RegExp, Language | undefined][] = [
  [/^(?:en|english|英文|英语)$/i, 'en'],
  [/^(?:zh|cn|chinese|中文|汉语)(?:[-_].*)?$/i, 'zh'],
  [/^(?:auto|automatic|自动)$/i, undefined],
];

/** `/language`: sets the one that is named, or offers all. */
export async function languageChoice(argument: string, { language }: Message, { self }: Parts): Promise<Reply> {
  const named = LANGUAGES.find(([pattern]) => pattern.test(argument));
  if (named !== undefined) return act({ do: 'language', language: named[1] }, { language, self });
  const { chooseLanguage, languages } = texts[language];
  const choice = (label: string, chosen: Language | undefined): Choice => {
    return { label, action: { do: 'language', language: chosen } };
  };
  return {
    text: chooseLanguage,
    choices: [[choice(languages.en, 'en'), choice(languages.zh, 'zh')], [choice(languages.auto, undefined)]],
  };
}

/** `/forget`: asks whether that is meant. */
export function forgetChoice({ language, place }: Message): Reply {
  const { question, yes, no } = texts[language].forget(place);
  const choice = (label: string, sure: boolean): Choice => ({ label, action: { do: 'forget', sure } });
  return { text: question, choices: [[choice(yes, true), choice(no, false)]] };
}

/** What a button of `/language` or `/forget` does. */
export async function act(
  action: Extract<Action, { do: 'language' | 'forget' }>,
  { language, self }: { language: Language; self: Self },
): Promise<Reply> {
  if (action.do === 'language') {
    await self.setLanguage(action.language);
    return { text: texts[action.language ?? language].languageSet(action.language) };
  }
  if (!action.sure) return { text: texts[language].notForgotten };
  return { text: texts[language].forgotten(await self.forget()) };
}
