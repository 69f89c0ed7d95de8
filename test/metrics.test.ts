import { expect, test } from 'vitest';
import { createMetrics } from '../src/metrics.ts';

test('what is counted can be read, beside what Node tells of its process', async () => {
  const metrics = createMetrics();
  const tokens = { prompt: 800, completion: 60 };
  metrics.answers.inc({ refused: 'false' });
  metrics.telegramSeconds.observe({ method: 'sendMessage', outcome: 'ok' }, 0.2);
  metrics.replySeconds.observe(1.5);
  metrics.modelCalled({ kind: 'answer', outcome: 'ok', seconds: 4, firstSeconds: 0.7, tokens });
  metrics.modelCalled({ kind: 'reword', outcome: 'timeout', seconds: 30 });
  metrics.writtenAnswers.inc({ outcome: 'written' });
  metrics.collect(async () => metrics.entries.set(12));
  const text = await metrics.text();
  expect(text).toContain('noted_answers_total{refused="false"} 1');
  expect(text).toContain('noted_telegram_call_seconds_bucket{le="0.25",method="sendMessage",outcome="ok"} 1');
  expect(text).toContain('noted_reply_seconds_bucket{le="2"} 1');
  expect(text).toContain('noted_model_requests_total{kind="answer",outcome="ok"} 1');
  expect(text).toContain('noted_model_requests_total{kind="reword",outcome="timeout"} 1');
  expect(text).toContain('noted_model_seconds_bucket{le="5",kind="answer"} 1');
  expect(text).toContain('noted_model_first_token_seconds_bucket{le="1"} 1');
  expect(text).toContain('noted_model_tokens_total{kind="prompt"} 800');
  expect(text).toContain('noted_model_tokens_total{kind="completion"} 60');
  expect(text).toContain('noted_written_answers_total{outcome="written"} 1');
  expect(text).toContain('noted_library_entries 12');
  expect(text).toContain('process_resident_memory_bytes');
  expect(metrics.type).toContain('text/plain');
});

test('two programs in one process count apart', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.answers.inc({ refused: 'true' });
  expect(await other.text()).not.toContain('noted_answers_total{');
});

test('what cannot be looked up is left out, and the rest is told', async () => {
  const metrics = createMetrics();
  metrics.collect(() => Promise.reject(new Error('the store is away')));
  metrics.collect(async () => metrics.entries.set(3));
  expect(await metrics.text()).toContain('noted_library_entries 3');
});

test('every name says what it is, as Prometheus asks', async () => {
  const text = await createMetrics().text();
  const own = [...text.matchAll(/^# TYPE (noted_\w+) (\w+)$/gm)];
  expect(own).toHaveLength(16);
  for (const [, name = '', type] of own) expect(name.endsWith('_total'), name).toBe(type === 'counter');
});
