import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the running bot counts, for GET /metrics. Labels take few values only, and never hold what people wrote. */
export type Metrics = {
  /** updates taken in, those that came twice included */ updatesReceived: Counter<'kind'>;
  /** updates that a handler is through with: done, failed, given_up (it crashed too often), pending (it is tried again) */
  updatesHandled: Counter<'kind' | 'outcome'>;
  /** updates that wait to be handled */ inboxPending: Gauge;
  /** how long the oldest of them has waited, in seconds; 0 where none does */ inboxAge: Gauge;
  /** calls of the Bot API in seconds, waiting included; `outcome` is ok or the reason why not */
  telegramSeconds: Histogram<'method' | 'outcome'>;
  /** from the receipt of an update to the last message of its answer, in seconds */ replySeconds: Histogram;
  /** answers given; `refused` is true where the digest had nothing */ answers: Counter<'refused'>;
  /** when updates were last asked for with success, in seconds since 1970 */ lastPoll: Gauge;
  /** entries in the library */ entries: Gauge;
  /** has `look` called before each text, for gauges that are looked up; what it throws is passed over */
  collect(look: () => Promise<void>): void;
  /** everything in the text format of Prometheus */ text(): Promise<string>;
  /** the content type of that text */ type: string;
};

/** A call is a tenth of a second, a long poll half a minute; a wait that Telegram asks for can be minutes. */
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** People notice one second and give up after some ten. */
const REPLY_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 30, 60, 300];

/** Makes metrics that count from zero, with a registry of their own and what Node tells about its process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const looks: (() => Promise<void>)[] = [];
  collectDefaultMetrics({ register: registry });
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
      help: 'Calls of the Bot API, waiting included.',
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
    entries: new Gauge({ name: 'noted_library_entries', help: 'Entries in the library.', registers }),
    collect(look) {
      looks.push(look);
    },
    async text() {
      await Promise.allSettled(looks.map(look => look()));
      return registry.metrics();
    },
    type: registry.contentType,
  };
}
