import { understand } from '../answer/question.ts';
import { toTerminal } from '../chat/console/format.ts';
import { readKept } from '../chat/telegram/kept.ts';
import { caseOf } from '../eval/cases.ts';
import { openStoreAsItIs, storePlace } from '../store/database.ts';
import { type Given, openFeedback } from '../store/feedback.ts';
import { readArguments, readDays, zonedTime } from './arguments.ts';
import { type Command, type Context, UsageError } from './command.ts';
import { print } from './print.ts';

const usage = 'feedback [--since D] [--verdict good|bad] [--cases] [--json]';
const options = {
  since: { type: 'string' },
  verdict: { type: 'string' },
  cases: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** `noted feedback`: what people thought of answers in Telegram, the oldest first. */
export const feedback: Command = async context => {
  const { values } = readArguments(context.args, { options, usage });
  const { verdict } = values;
  if (verdict !== undefined && verdict !== 'good' && verdict !== 'bad') {
    throw new UsageError(`--verdict takes good or bad, not ${JSON.stringify(verdict)}\nusage: noted ${usage}`);
  }
  const since = readSince(values.since, context);
  const store = await openStoreAsItIs(storePlace(context.config));
  try {
    const now = () => context.now().getTime();
    const all = store && openFeedback(store, { now });
    const given = (await all?.list({ since, verdict })) ?? [];
    const { output, error } = context.terminal;
    if (given.length === 0) {
      const filtered = (since ?? verdict) !== undefined && ((await all?.list({})) ?? []).length > 0;
      const none = filtered ? 'No ratings match.' : 'Nobody has rated an answer yet.';
      // What other programs read holds ratings only.
      if (values.cases) await print(error, none);
      else if (!values.json) await print(output, none);
      return 0;
    }
    if (values.cases) return await printCases(given, context);
    for (const one of given) await print(output, values.json ? JSON.stringify(jsonOf(one)) : textOf(one, output));
    return 0;
  } finally {
    await store?.close();
  }
};

/** The midnight, in the settings' time zone, with which a day begins, as epoch milliseconds. */
function readSince(text: string | undefined, context: Context): number | undefined {
  const from = readDays('since', text, context)?.from;
  return from === undefined ? undefined : zonedTime(`${from}T00:00`, context.timeZone).getTime();
}

/** A JSON line for each good answer that `noted eval --questions` can check; how many others there are is said beside. */
async function printCases(given: readonly Given[], { terminal, timeZone }: Context): Promise<number> {
  const good = given.filter(({ verdict }) => verdict === 'good');
  const cases = good.flatMap(one => {
    const understood = understand(one.question, { now: new Date(one.askedAt), timeZone });
    return caseOf({ ...one, request: readKept(one.request)?.request }, understood) ?? [];
  });
  for (const one of cases) await print(terminal.output, JSON.stringify(one));
  const bad = given.length - good.length;
  const left = [
    ...(bad > 0 ? [`${bad} rated bad (see "noted feedback --verdict bad": only a person can say what is right)`] : []),
    ...(good.length > cases.length
      ? [`${good.length - cases.length} about days or numbers, or not understood without what was said before`]
      : []),
  ];
  if (left.length > 0) await print(terminal.error, `Left out: ${left.join(', ')}.`);
  return 0;
}

function jsonOf({ at, askedAt, request, page, ...rest }: Given) {
  return { at: new Date(at).toISOString(), ...rest };
}

function textOf({ at, verdict, question, answer, sources }: Given, output: NodeJS.WritableStream): string {
  const head = `${new Date(at).toISOString()} ${verdict === 'good' ? '👍' : '👎'} ${question.replace(/\s*\n\s*/g, ' ')}`;
  const [first = ''] = toTerminal(answer, output).split('\n');
  return [head, `  ${first}`, ...(sources.length > 0 ? [`  ${sources.join(' ')}`] : [])].join('\n');
}
