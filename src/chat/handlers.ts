import type { Answer } from '../answer/answer.ts';
import type { Question } from '../answer/question.ts';
import type { Language } from '../answer/wording.ts';
import { texts } from './texts.ts';

/** What a person sent, wherever they talk. */
export type Message = { text: string /** of the person, for what is not a question */; language: Language };

/** What handlers need of the program. */
export type Parts = {
  understand(text: string): Question;
  answer(question: Question): Promise<Answer>;
};

const GREETING = /^(?:hi|hello|hey|help|你好|您好|嗨|在吗|帮助)[\s!.,~。！，～?？]*$/iu;

/** The reply to a message, as Markdown, in as many pieces as it comes. */
export async function* reply({ text, language }: Message, { understand, answer }: Parts): AsyncGenerator<string> {
  const asked = text.trim();
  if (asked === '') return;
  const command = /^\/([a-z_]+)\b/i.exec(asked)?.[1]?.toLowerCase();
  if (command === 'help' || command === 'start') yield texts[language].help;
  else if (command !== undefined && command !== 'ask') yield texts[language].unknownCommand(`/${command}`);
  else if (GREETING.test(asked)) yield texts[/\p{Script=Han}/u.test(asked) ? 'zh' : language].help;
  else {
    const question = command === 'ask' ? asked.replace(/^\/ask\s*/i, '') : asked;
    yield question === '' ? texts[language].help : (await answer(understand(question))).text;
  }
}
