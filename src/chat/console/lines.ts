import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import type { Output } from './format.ts';

type Options = {
  input: Readable & { isTTY?: boolean };
  output: Output;
  signal: AbortSignal;
  /** whether a line ends the talk */ isEnd(line: string): boolean;
  /** Ctrl+C where a person types; false: it means that they want to end */ onInterrupt(): boolean;
};

const PROMPT = '› ';

/**
 * The lines that a person types or a pipe brings, each when the one before it has been handled. What is typed ahead
 * meanwhile is not shown in between, but behind the next prompt. Ends with the input, at such a line, at Ctrl+D,
 * Ctrl+C or the signal.
 */
export async function* readLines({ input, output, signal, isEnd, onInterrupt }: Options): AsyncGenerator<string> {
  const typed = input.isTTY === true && output.isTTY === true;
  let hushed = false;
  let over = false;
  /** of each line to come, whether it was typed ahead */
  const ahead: boolean[] = [];
  const echo = echoTo(output, () => !hushed);
  const lines = createInterface({ input, ...(typed && { output: echo, prompt: PROMPT }), signal, historySize: 200 });
  lines.on('close', () => {
    over = true;
  });
  if (typed) {
    lines.on('line', () => ahead.push(hushed));
    lines.on('SIGINT', () => {
      if (!onInterrupt()) lines.close();
    });
    lines.prompt();
  }
  try {
    for await (const line of lines) {
      if (isEnd(line.trim())) break;
      const unseen = typed ? ahead.shift() === true : line.trim() !== '';
      if (unseen) output.write(`${PROMPT}${line.trim().slice(0, 200)}\n`);
      hushed = true;
      yield line;
      hushed = false;
      if (signal.aborted) break;
      if (typed && !over && ahead.length === 0) lines.prompt(true);
    }
  } finally {
    lines.close();
    // The shell's prompt begins on a line of its own.
    if (typed) output.write('\n');
  }
}

/** A terminal as readline needs it, which shows what is typed only while it is open. */
function echoTo(output: Output, open: () => boolean): Writable {
  const echo = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      if (open()) output.write(chunk);
      done();
    },
  });
  output.on('resize', () => echo.emit('resize'));
  return Object.defineProperties(echo, { isTTY: { value: true }, columns: { get: () => output.columns } });
}
