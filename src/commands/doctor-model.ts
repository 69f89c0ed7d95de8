import { type Config, chatSettings, type EmbeddingSettings, embeddingSettings, type ModelSettings } from '../config.ts';
import type { ModelError } from '../model/model-error.ts';
import type { Finding } from './finding.ts';

/** The settings that lead to a model, for advice. */
type Names = { model: string; url: string; key: string; hasKey: boolean };

const OFFLINE = 'answers are the entries themselves, and meanings are compared by dictionaries';

/** Whether the models that are set can be used, and how. Asks each of them for a word or a vector; nothing where none is set. */
export async function modelFindings(config: Config, signal: AbortSignal): Promise<Finding[]> {
  const [chat, embedding] = [chatSettings(config), embeddingSettings(config)];
  if (chat === undefined && embedding === undefined)
    return [{ mark: '✓', text: `models: none set (OPENAI_CHAT_MODEL names one); ${OFFLINE}` }];
  const findings = await Promise.all([
    chat === undefined
      ? [finding('✓', 'answers: the entries themselves, since OPENAI_CHAT_MODEL is not set')]
      : chatFindings(chat, signal),
    embedding === undefined
      ? [finding('✓', 'vectors: made without a model, since OPENAI_EMBEDDING_MODEL is not set')]
      : embeddingFindings(embedding, config, signal),
  ]);
  return findings.flat();
}

const finding = (mark: Finding['mark'], text: string): Finding => ({ mark, text });

const FORMS = {
  json_schema: 'JSON by its schema',
  json_object: 'JSON, though not by a schema',
  text: 'JSON only as far as words ask for it',
};

async function chatFindings(chat: ModelSettings, signal: AbortSignal): Promise<Finding[]> {
  const { tryChat } = await import('../model/openai/try-out.ts');
  const tried = await tryChat(chat, { signal });
  const names = { model: 'OPENAI_CHAT_MODEL', url: 'OPENAI_BASE_URL', key: 'OPENAI_API_KEY', hasKey: !!chat.apiKey };
  if (!tried.ok) {
    const kept = 'Until then answers are the entries themselves.';
    return [finding('✗', `answers: ${tried.error.message}. ${adviceOn(tried, chat.model, names)} ${kept}`)];
  }
  const { firstMs, form, lacks } = tried.can;
  const streams = lacks.includes('stream') ? 'does not stream: answers come all at once' : 'streams';
  const first = `first words after ${Math.round(firstMs)} ms`;
  const without = lacks.filter(lack => lack !== 'stream');
  const facts = [streams, first, ...(form === undefined ? [] : [FORMS[form]])].join(', ');
  const others = without.length === 0 ? '' : `; does without ${without.join(', ')}`;
  const works = finding('✓', `answers: ${chat.model} at ${chat.host} ${facts}${others}`);
  if (form !== undefined) return [works];
  const advice = 'Vague questions and follow-ups are understood by rules alone; another model may do better';
  return [works, finding('!', `answers: ${chat.model} gives no JSON. ${advice}.`)];
}

async function embeddingFindings(
  embedding: EmbeddingSettings,
  config: Config,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { tryEmbedder } = await import('../model/openai/try-out.ts');
  const tried = await tryEmbedder(embedding, { signal });
  const isApart = config.OPENAI_EMBEDDING_BASE_URL !== undefined;
  const names = {
    model: 'OPENAI_EMBEDDING_MODEL',
    url: isApart ? 'OPENAI_EMBEDDING_BASE_URL' : 'OPENAI_BASE_URL',
    key: isApart || config.OPENAI_EMBEDDING_API_KEY ? 'OPENAI_EMBEDDING_API_KEY' : 'OPENAI_API_KEY',
    hasKey: !!embedding.apiKey,
  };
  if (!tried.ok) {
    const kept = 'Until then questions are looked up by words, and by the vectors that there are.';
    return [finding('✗', `vectors: ${tried.error.message}. ${adviceOn(tried, embedding.model, names)} ${kept}`)];
  }
  const { dimensions, lacks } = tried.can;
  const others = lacks.includes('base64') ? ', sent as plain numbers' : '';
  const works = finding('✓', `vectors: ${embedding.model} at ${embedding.host}, ${dimensions} numbers each${others}`);
  const { dimensions: wanted } = embedding;
  if (wanted === undefined || wanted === dimensions) return [works];
  const advice = 'Leave that setting empty, or choose a model that can';
  return [
    works,
    finding('!', `vectors: the server makes none of OPENAI_EMBEDDING_DIMENSIONS=${wanted} numbers. ${advice}.`),
  ];
}

function adviceOn({ error, models }: { error: ModelError; models: string[] }, model: string, names: Names): string {
  const has = models.length === 0 ? '' : ` The server has: ${models.join(', ')}.`;
  switch (error.trouble) {
    case 'unauthorized':
      return names.hasKey ? `Copy ${names.key} anew, and see whether it may use ${model}.` : `Set ${names.key}.`;
    case 'rejected':
      return error.status === 404 || has !== ''
        ? `Check ${names.model}=${model}, and ${names.url}, which ends in /v1 mostly.${has}`
        : `Check ${names.model}=${model}: it may be a model of another kind.`;
    case 'unreachable':
      return `See whether the server runs, and whether ${names.url} is meant.`;
    case 'timeout':
      return 'It may still be loading the model: try again. If it stays so slow, choose a smaller model.';
    case 'limited': {
      const when = error.retryInMs === undefined ? 'later' : `in ${Math.ceil(error.retryInMs / 1000)} seconds`;
      return `Try again ${when}, or look at the account.`;
    }
    case 'empty':
      return `Choose another model in ${names.model}.`;
    case 'garbled':
      return `Check ${names.url}: it must lead to a server that speaks OpenAI's API, and ends in /v1 mostly.`;
    case 'failed':
    case 'cut':
      return "Try again later, or look at the server's log.";
  }
}
