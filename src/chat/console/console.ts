import type { Readable } from 'node:stream';
import type { Asking } from '../../answer/asking.ts';
import type { Language } from '../../answer/wording.ts';
import type { Log } from '../../log.ts';
import { act, type Choice, type Parts, type Previous, type Reply, reply, type Self } from '../handlers.ts';
import { texts } from '../texts.ts';
import type { Output } from './format.ts';
import { readLines } from './lines.ts';
import { type Every, type Live, showLive } from './live.ts';

export type ConsoleOptions = {
  input: Readable & { isTTY?: boolean };
  output: Output;
  /** where it is shown that an answer is being made */ error: Output;
  language: Language;
  parts: Omit<Parts, 'self' | 'asking'>;
  /** takes in what changed in the digest since the last message */
  catchUp(): Promise<void>;
  log: Log;
  signal: AbortSignal;
  every?: Every;
};

/**
 * Talks in the terminal: each line is a message, answered before the next is read, until the input ends, /quit, a
 * bare "quit" or the signal. An answer is shown while it is written; Ctrl+C ends it, and a second one the talk. A message
 * that fails is told and logged, and the talk goes on.
 */
export async function talk({ language, parts, catchUp, log, ...terminal }: ConsoleOptions): Promise<void> {
  const { output, signal } = terminal;
  const listener = createListener(language, parts);
  let turn: Turn | undefined;
  const isEnd = (line: string) => /^(?:\/(?:quit|exit)\b|(?:quit|exit)$)/i.test(line);
  const onInterrupt = () => turn !== undefined && interrupt(turn);
  for await (const line of readLines({ ...terminal, isEnd, onInterrupt })) {
    turn = { enough: new AbortController(), over: new AbortController() };
    const over = AbortSignal.any([signal, turn.over.signal]);
    let live: Live | undefined;
    try {
      await catchUp();
      live = showLive({ ...terminal, waiting: listener.waiting() });
      const asking = { onDraft: live.onDraft, enough: turn.enough.signal, signal: over };
      for await (const piece of listener.hear(line, asking)) output.write(`${live.end(piece)}\n\n`);
    } catch (error) {
      if (over.aborted) break;
      log.error({ err: error }, 'a message failed');
      output.write(`${live?.end(texts[language].failed) ?? texts[language].failed}\n\n`);
    } finally {
      output.write(live?.end() ?? '');
    }
    turn = undefined;
    if (over.aborted) break;
  }
}

/** The message that is being answered: `enough`, what there is of the answer will do; `over`, nobody waits for it. */
type Turn = { enough: AbortController; over: AbortController };

/** Ctrl+C while an answer is written ends it; whoever does not want to wait even for that ends the talk. */
function interrupt({ enough, over }: Turn): boolean {
  if (enough.signal.aborted) over.abort();
  enough.abort();
  return !over.signal.aborted;
}

/** Answers one person's lines one after another, with what was said before in mind for as long as the talk goes on. */
function createListener(own: Language, parts: Omit<Parts, 'self' | 'asking'>) {
  let chosen: Language | undefined;
  let previous: Previous | undefined;
  let exchanges = 0;
  let choices: Choice[] = [];
  const self: Self = {
    async setLanguage(language) {
      chosen = language;
    },
    async forget() {
      const erased = { exchanges, feedback: 0 };
      [chosen, previous, exchanges] = [undefined, undefined, 0];
      return erased;
    },
  };

  function heard(one: Reply): string {
    const { answered, text } = one;
    if (answered !== undefined) {
      const { request, page, answer } = answered;
      previous = { request, page, sources: answer.sources.map(({ id }) => id) };
      exchanges += 1;
    }
    choices = one.choices?.flat() ?? [];
    return [text, ...choices.map(({ label }, index) => `${index + 1}. ${label}`)].join('\n');
  }

  return {
    /** what is shown until there is an answer */
    waiting: () => texts[chosen ?? own].waiting,
    async *hear(line: string, asking: Pick<Asking, 'onDraft' | 'enough' | 'signal'>): AsyncGenerator<string> {
      const language = chosen ?? own;
      const choice = choices[Number(line.trim()) - 1];
      choices = [];
      if (choice?.action.do === 'language' || choice?.action.do === 'forget') {
        yield heard(await act(choice.action, { language, self }));
        return;
      }
      const message = { text: line, language, chosen: chosen !== undefined, place: 'console' as const, previous };
      for await (const one of reply(message, { ...parts, asking, self })) yield heard(one);
    },
  };
}
