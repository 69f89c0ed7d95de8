import { setTimeout } from 'node:timers/promises';
import { type ModelServer, sourcesIn, startModelServer } from '../../test/openai/server.ts';
import { atPlace, type Figure, type Place, quantile, seen } from './place.ts';

const ROUNDS = [
  { what: 'alone, in private', chats: 15, group: false, together: false },
  { what: 'alone, in a group', chats: 15, group: true, together: false },
  { what: 'thirty at once, in private', chats: 30, group: false, together: true },
  { what: 'thirty at once, in groups', chats: 30, group: true, together: true },
] as const;

/** The pieces of a model's answer, some characters each, come so long apart: forty a second, as from hosted models. */
const APART_MS = 25;

/** What our own work may add; where thirty ask at the same moment, most of it is the search for all the others. */
const OVERHEAD_MS = 100;

const TOPICS = ['cross-validation', 'mxnet', 'GAN', 'HRnet', 'YOLO', '目标检测', '损失函数'];

/** When the model said the first and the last piece of the answer to a question. */
type Said = Map<string, { first: number; last: number }>;
type Asked = { chatId: number; question: string };
type Took = { words: number; whole: number };

/**
 * How long after a model's first piece people see words of the answer, how long after its last one they have the whole, and
 * what of Telegram's patience that takes.
 */
export function stream(): Promise<Figure[]> {
  return atPlace(async place => {
    const model = await startModelServer();
    try {
      const said = speaking(model);
      place.launch(model.settings());
      // The first answer waits for the notes to be taken in, and for what speaks to models to be loaded.
      await streamed(place, said, [asking(place)]);
      const figures: Figure[] = [];
      for (const { what, chats, group, together } of ROUNDS) {
        const took: Took[] = [];
        if (together)
          took.push(
            ...(await streamed(
              place,
              said,
              Array.from({ length: chats }, () => asking(place, group)),
            )),
          );
        else
          for (let count = 0; count < chats; count += 1)
            took.push(...(await streamed(place, said, [asking(place, group)])));
        figures.push(...figuresOf(what, took, together ? undefined : OVERHEAD_MS));
      }
      const busiest = [...new Set(place.emulator.calls.map(({ payload }) => Number(payload.chat_id)))];
      return [
        ...figures,
        {
          what: 'calls to a chat in its busiest second',
          is: Math.max(...busiest.map(place.emulator.busiest)),
          most: 2,
        },
        { what: 'refused by Telegram', is: place.emulator.rejected().length, most: 0 },
      ];
    } finally {
      await model.close();
    }
  });
}

/** Has the model say of each source that it is noted, and notes when it does. */
function speaking(model: ModelServer): Said {
  const said: Said = new Map();
  model.answers(request => {
    const question = /^<question [^>]*>\n(.*)\n<\/question/m.exec(request.messages.at(-1)?.content ?? '')?.[1] ?? '';
    return {
      text: sourcesIn(request)
        .map(({ n, title }) => `The notes have ${title} [${n}].`)
        .join(' '),
      async between(index) {
        if (index > 0) await setTimeout(APART_MS);
        said.set(question, { first: said.get(question)?.first ?? Date.now(), last: Date.now() });
      },
    };
  });
  return said;
}

let count = 0;

/** Somebody asks something that was not asked before, in a chat of their own. */
function asking({ emulator }: Place, group = false): Asked {
  const person = emulator.person({ languageCode: 'en' });
  const chat = group ? emulator.group() : person.chat;
  const question = `${TOPICS[count % TOPICS.length]}${'?'.repeat(1 + count / TOPICS.length)}`;
  count += 1;
  emulator.say(person, group ? `/ask@${emulator.me.username} ${question}` : question, { in: chat });
  return { chatId: chat.id, question };
}

/** Waits for the answers, and tells how long each took. */
async function streamed({ emulator }: Place, said: Said, all: readonly Asked[]): Promise<Took[]> {
  const shown = ({ chatId }: Asked) =>
    emulator.calls.filter(({ payload, status }) => payload.chat_id === chatId && status === 200 && 'text' in payload);
  const whole = (asked: Asked) => shown(asked).find(({ payload }) => /^(?:Sources|来源)$/m.test(String(payload.text)));
  await seen(emulator, 'an answer to each', () => all.every(asked => whole(asked) !== undefined));
  return all.map(asked => {
    const { first, last } = said.get(asked.question) ?? { first: Number.NaN, last: Number.NaN };
    return { words: (shown(asked)[0]?.at ?? 0) - first, whole: (whole(asked)?.at ?? 0) - last };
  });
}

function figuresOf(what: string, took: readonly Took[], most: number | undefined): Figure[] {
  const [words, whole] = [took.map(one => one.words), took.map(one => one.whole)];
  return [
    { what: `${what}: answers`, is: took.length },
    { what: '  words after the first piece, half of them within', is: quantile(words, 0.5), unit: 'ms' },
    { what: '  95 of 100', is: quantile(words, 0.95), unit: 'ms', ...(most && { most }) },
    { what: '  all of it after the last piece, half of them within', is: quantile(whole, 0.5), unit: 'ms' },
    { what: '  95 of 100', is: quantile(whole, 0.95), unit: 'ms' },
  ];
}
