import { describe, expect, it, onTestFinished } from 'vitest';
import { type Chat, startEmulator } from '../bot-api/emulator.ts';
import { digestFolder, temporaryFolder } from '../notes.ts';
import { sourcesIn, startModelServer } from '../openai/server.ts';
import { startBot } from './bot.ts';

/** A start and an answer on a busy machine. */
const LONG = { ms: 30_000 };

const QUESTION = 'what did we note about cross-validation';
/** With it the model has said the first sentence, and is about to say the second. */
const BEGUN = /^There is Cross-Validation（交叉验证）详解 \[1\]\. The notes/;
const WHOLE = /详解 \[1\]\. The notes have Cross-Validation（交叉验证）详解 \[1\]\.\n\nSources\n\[1\] 2021-01-20 \(1\)/;

/** The bot with a model that stops in the middle of each answer until it is let go on. */
async function setUp(settings: Record<string, string> = {}) {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const model = await startModelServer();
  const held = Promise.withResolvers<void>();
  model.answers(request => {
    const [source] = sourcesIn(request);
    const { promise } = held;
    return {
      text: '',
      pieces: [`There is ${source?.title} [1]. `, 'The notes have', ` ${source?.title} [1].`],
      between: index => (index === 2 ? promise : undefined),
    };
  });
  const where = { digest: digestFolder(), state: temporaryFolder(), settings: { ...model.settings(), ...settings } };
  const launch = () => {
    const bot = startBot(emulator, where);
    onTestFinished(async () => {
      await bot.end('SIGKILL');
    });
    return bot;
  };
  const said = (chat: Chat) => emulator.messages(chat.id).filter(({ fromBot }) => fromBot);
  return {
    emulator,
    bot: launch(),
    again: launch,
    said,
    goOn: () => held.resolve(),
    says: (chat: Chat, text: RegExp) =>
      emulator.waitFor(() => said(chat).find(message => text.test(message.text)), { ...LONG, what: `${text}` }),
  };
}

describe('an answer that is being written', () => {
  it('in a group when the program is killed is whole in the same message when it was started again', async () => {
    const { emulator, bot, again, said, says, goOn } = await setUp();
    const [person, group] = [emulator.person({ languageCode: 'en' }), emulator.group()];
    emulator.say(person, `/ask@noted_bot ${QUESTION}`, { in: group });
    const { messageId } = await says(group, BEGUN);
    await bot.end('SIGKILL');
    goOn();
    again();
    expect((await says(group, WHOLE)).messageId).toBe(messageId);
    expect(said(group)).toHaveLength(1);
    expect(emulator.rejected()).toEqual([]);
  });

  it('in private when the program is told to end comes when it was started again, and the end is in time', async () => {
    // It is the same question: it counts once.
    const { emulator, bot, again, said, says, goOn } = await setUp({ QUESTIONS_PER_DAY: '1' });
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, QUESTION);
    await emulator.waitFor(() => BEGUN.test(emulator.draft(person.id)?.text ?? ''), LONG);
    const from = performance.now();
    expect(await bot.end()).toMatchObject({ code: 0 });
    expect(performance.now() - from).toBeLessThan(10_000);
    goOn();
    again();
    const { entities, text } = await says(person.chat, WHOLE);
    const linked = entities.flatMap(entity => {
      return entity.type === 'text_link'
        ? [[text.slice(entity.offset, entity.offset + entity.length), entity.url]]
        : [];
    });
    const url = 'https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining';
    expect(linked.slice(0, 3)).toEqual([
      ['[1]', url],
      ['[1]', url],
      ['Cross-Validation（交叉验证）详解', url],
    ]);
    expect(entities.map(({ type }) => type)).toContain('expandable_blockquote');
    expect(said(person.chat)).toHaveLength(1);
    expect(emulator.rejected()).toEqual([]);
  });

  it('that is stopped stays as far as it has come, and says so', async () => {
    const { emulator, said, says } = await setUp();
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, QUESTION);
    await emulator.waitFor(() => BEGUN.test(emulator.draft(person.id)?.text ?? ''), LONG);
    emulator.stop(person);
    const { text } = await says(person.chat, /Sources/);
    expect(text).toMatch(/^There is Cross-Validation（交叉验证）详解 \[1\]\.\n\n.+\n\nSources\n/);
    expect(said(person.chat)).toHaveLength(1);
    expect(emulator.busiest(person.id)).toBeLessThanOrEqual(2);
  });
});
