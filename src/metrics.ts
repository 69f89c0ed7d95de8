import { setTimeout as pause } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the running bot counts, for GET /metrics. Labels take few values only, and never hold what people wrote. */
export type Metrics = {
  /** updates taken in, those that came twice included */ updatesReceived: Counter<'kind'>;
  /** updates that a handler is through with: done, failed, given_up (it crashed too often), pending (it is tried again) */
  updatesHandled: Counter<'kind' | 'outcome'>;
  /** updates that wait to be handled */ inboxPending: Gauge;
  /** how long the oldest of them has waited, in seconds; 0 where none does */ inboxAge: Gauge;
  /** requests to the Bot API in seconds, without the waits before them; `outcome` is ok or the reason why not */
  telegramSeconds: Histogram<'method' | 'outcome'>;
  /** from the receipt of an update to the last message of its answer, in seconds */ replySeconds: Histogram;
  /** answers given; `refused` is true where the digest had nothing */ answers: Counter<'refused'>;
  /** when updates were last asked for with success, in seconds since 1970 */ lastPoll: Gauge;
  /** updates that wait at Telegram for the webhook */ webhookPending: Gauge;
  /** when Telegram last failed to bring one, in seconds since 1970; 0 where it never did */ webhookError: Gauge;
  /** entries in the library */ entries: Gauge;
  /** counts a request to a model */ modelCalled(call: ModelCall): void;
  /** answers that a model was to word, by what became of them */ writtenAnswers: Counter<'outcome'>;
  /** has `look` called before each text, for gauges that are looked up; what it throws, or takes long for, is passed over */
  collect(look: () => Promise<void>): void;
  /** everything in the text format of Prometheus */ text(): Promise<string>;
  /** the content type of that text */ type: string;
};

/** A request to a model: `kind` is answer, reword or embed; `outcome` is ok, stopped or what the trouble was. */
type ModelCall = {
  kind: string;
  outcome: string;
  seconds: number;
  /** until the first words of an answer */ firstSeconds?: number | undefined;
  tokens?: { prompt: number; completion: number } | undefined;
};

/** A request is a tenth of a second, a long poll half a minute, and cut off after three quarters of one. */
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** People notice one second and give up after some ten. */
const REPLY_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 30, 60, 300];

/** Vectors take a tenth of a second, first words one, answers some ten, and after half a minute nobody waits for them. */
const MODEL_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60];

/** Prometheus gives up after ten seconds, and the rest of the text should not wait for a store that hangs. */
const PATIENCE_MS = 3_000;

/** Makes metrics that count from zero, with a registry of their own and what Node tells about its process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const looks: (() => Promise<void>)[] = [];
  // Looked at a hundred times a second, as it would be otherwise, the event loop costs an idle bot most of its CPU time.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const modelRequests = new Counter({
    name: 'noted_model_requests_total',
    help: 'Requests to a model.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const modelSeconds = new Histogram({
    name: 'noted_model_seconds',
    help: 'How long requests to a model took.',
    labelNames: ['kind'],
    buckets: MODEL_SECONDS,
    registers,
  });
  const modelFirstSeconds = new Histogram({
    name: 'noted_model_first_token_seconds',
    help: 'From the request of an answer to its first words.',
    buckets: MODEL_SECONDS,
    registers,
  });
  const modelTokens = new Counter({
    name: 'noted_model_tokens_total',
    help: 'Tokens of requests to a model.',
    labelNames: ['kind'],
    registers,
  });
  return {
    updatesReceived: new Counter({
      name: 'noted_updates_received_total',
      help: 'Updates taken in from Telegram.',
      labelNames: ['kind'],
      registers,
    }),
    updatesHandled: new Counter({
      name: 'noted_updates_handled_total',
      help: 'Updates that a handler is through with.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    inboxPending: new Gauge({ name: 'noted_inbox_pending', help: 'Updates that wait to be handled.', registers }),
    inboxAge: new Gauge({
      name: 'noted_inbox_oldest_seconds',
      help: 'How long the oldest waiting update has waited.',
      registers,
    }),
    telegramSeconds: new Histogram({
      name: 'noted_telegram_call_seconds',
      help: 'Requests to the Bot API, without the waits before them.',
      labelNames: ['method', 'outcome'],
      buckets: CALL_SECONDS,
      registers,
    }),
    replySeconds: new Histogram({
      name: 'noted_reply_seconds',
      help: 'From the receipt of an update to the last message of its answer.',
      buckets: REPLY_SECONDS,
      registers,
    }),
    answers: new Counter({
      name: 'noted_answers_total',
      help: 'Answers given; refused where the digest had nothing.',
      labelNames: ['refused'],
      registers,
    }),
    lastPoll: new Gauge({
      name: 'noted_last_poll_timestamp_seconds',
      help: 'When updates were last asked for with success.',
      registers,
    }),
    webhookPending: new Gauge({
      name: 'noted_webhook_pending',
      help: 'Updates that wait at Telegram for the webhook.',
      registers,
    }),
    webhookError: new Gauge({
      name: 'noted_webhook_last_error_timestamp_seconds',
      help: 'When Telegram last failed to bring an update to the webhook.',
      registers,
    }),
    entries: new Gauge({ name: 'noted_library_entries', help: 'Entries in the library.', registers }),
    modelCalled({ kind, outcome, seconds, firstSeconds, tokens }) {
      modelRequests.inc({ kind, outcome });
      modelSeconds.observe({ kind }, seconds);
      if (firstSeconds !== undefined) modelFirstSeconds.observe(firstSeconds);
      if (tokens === undefined) return;
      modelTokens.inc({ kind: 'prompt' }, tokens.prompt);
      modelTokens.inc({ kind: 'completion' }, tokens.completion);
    },
    writtenAnswers: new Counter({
      name: 'noted_written_answers_total',
      help: 'Answers that a model was to word, by what became of them.',
      labelNames: ['outcome'],
      registers,
    }),
    collect(look) {
      looks.push(look);
    },
    async text() {
      const over = new AbortController();
      const late = pause(PATIENCE_MS, undefined, { signal: over.signal }).catch(() => undefined);
      await Promise.race([Promise.allSettled(looks.map(look => look())), late]);
      over.abort();
      return registry.metrics();
    },
    type: registry.contentType,
  };
}
