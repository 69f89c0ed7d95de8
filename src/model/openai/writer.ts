import type { Prompts } from '../prompts.ts';
import { Reworded, type Writer } from '../writer.ts';
import { type Chat, createChat } from './chat.ts';
import { connect } from './client.ts';

/**
 * A stop for models that do not come to an end, in tokens: an answer has some 300. What a model thinks before it counts
 * as well where the server does not tell them apart.
 */
const LONGEST_ANSWER = 1_500;
const LONGEST_QUESTION = 400;

/** Words answers and questions by a chat model that is told what the prompts say. */
export function createWriter({
  chat,
  prompts,
}: {
  chat: Pick<Chat, 'model' | 'stream' | 'object'>;
  prompts: Prompts;
}): Writer {
  return {
    version: `${chat.model} ${prompts.version}`,
    answer: (task, options) => chat.stream({ ...prompts.answer(task), maxTokens: LONGEST_ANSWER }, options),
    async reword(task, options) {
      const asked = { ...prompts.question(task), maxTokens: LONGEST_QUESTION, schema: Reworded, name: 'question' };
      const { value, tokens } = await chat.object(asked, options);
      return { reworded: value, tokens };
    },
  };
}

/** The same over a server that speaks OpenAI's API. `patienceMs`: how long the first words may take. */
export function openWriter({
  baseUrl,
  apiKey,
  model,
  patienceMs,
  prompts,
}: {
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
  patienceMs: number;
  prompts: Prompts;
}): Writer {
  return createWriter({ chat: createChat({ server: connect({ baseUrl, apiKey }), model, patienceMs }), prompts });
}
