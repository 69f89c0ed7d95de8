import { z } from 'zod';

/** What is read of the answers of /chat/completions, from servers of many makers. Fields that do not matter are not looked at. */

/** Mistral's reasoning models send parts, of which those of type text are the answer. */
const Content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().nullish() }))])
  .nullish()
  .transform(content => {
    if (typeof content === 'string') return content;
    return (content ?? []).map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('');
  });

const Said = z.object({
  content: Content,
  refusal: z.string().nullish(),
  /** what the model thinks, as DeepSeek and vLLM (the first), Ollama and OpenRouter name it */
  reasoning_content: z.unknown().optional(),
  reasoning: z.unknown().optional(),
});
const SaidNothing = { content: '', refusal: undefined, reasoning_content: undefined, reasoning: undefined };

/** No model takes or gives more in one request; a count beyond it would use up the day's limit of all by itself. */
const MOST_TOKENS = 10_000_000;

/** A server that gives anything else, 0 for a prompt among it, does not count: the cost is then estimated. */
const Usage = z
  .object({
    prompt_tokens: z.int().positive().max(MOST_TOKENS),
    completion_tokens: z.int().nonnegative().max(MOST_TOKENS),
  })
  .nullish()
  .catch(undefined);

/** A piece of a streamed answer; the last ones may have no choices. */
export const Chunk = z.object({
  choices: z
    .array(
      z.object({ delta: Said.nullish().transform(said => said ?? SaidNothing), finish_reason: z.string().nullish() }),
    )
    .nullish()
    .transform(choices => choices ?? []),
  usage: Usage,
});

/** A whole answer. */
export const Completion = z.object({
  choices: z.array(z.object({ message: Said, finish_reason: z.string().nullish() })).min(1),
  usage: Usage,
});

/** What either of them says. */
export type Said = z.infer<typeof Said>;

/** The model has thought, which is no part of its answer. */
export const thinks = ({ reasoning_content, reasoning }: Said): boolean => Boolean(reasoning_content || reasoning);
