import { describe, expect, it } from 'vitest';
import { createPen, type Pen } from './pen.ts';
import { type ServingOptions, startServing } from './serving.ts';

/** The bot at work, with answers that a test writes. Started again it has the same pen. */
async function startWriting(options: ServingOptions = {}) {
  let pen: Pen | undefined;
  const serving = await startServing({
    ...options,
    instead(app) {
      pen ??= createPen(app.respond);
      return { write: pen.write };
    },
  });
  if (pen === undefined) throw new Error('The bot has not started.');
  const { emulator } = serving;
  const calls = (chatId: number) => emulator.calls.filter(({ payload }) => payload.chat_id === chatId);
  return {
    ...serving,
    pen,
    calls,
    frames: (chatId: number) =>
      calls(chatId).filter(({ method }) => method === 'sendMessageDraft' || method === 'editMessageText'),
    /** waits for a draft that shows this */
    drafted: (chat: { id: number }, text: string) =>
      emulator.waitFor(() => emulator.draft(chat.id)?.text === text, { what: `the draft ${text}` }),
    /** waits for a message of the bot's that says this now */
    says: (chat: { id: number }, text: string | RegExp) =>
      emulator.waitFor(
        () =>
          emulator
            .messages(chat.id)
            .find(
              message =>
                message.fromBot && (typeof text === 'string' ? message.text === text : text.test(message.text)),
            ),
        { what: `the message ${text}` },
      ),
  };
}

const QUESTION = 'what did we note about cross-validation';
const DONE = 'Folds [1].\n\n> **Sources**\n> [1] 2021-01-20 (1) Cross-Validation\n> https://a.com/1';
const SHOWN = 'Folds [1].\n\nSources\n[1] 2021-01-20 (1) Cross-Validation';
const labels = (message: { replyMarkup: { inline_keyboard: { text: string }[][] } | undefined }) =>
  message.replyMarkup?.inline_keyboard.flat().map(({ text }) => text);

/** The same, with an answer begun in a group. */
async function startInGroup() {
  const writing = await startWriting();
  const { emulator, pen, says } = writing;
  const [person, group] = [emulator.person({ languageCode: 'en' }), emulator.group()];
  emulator.say(person, `/ask@noted_bot ${QUESTION}`, { in: group });
  const sheet = await pen.sheet();
  sheet.draft('', 'Folds');
  return { ...writing, person, group, sheet, begun: await says(group, 'Folds') };
}

describe('an answer in private', () => {
  it('is shown in a draft while it is written, which the message takes the place of', async () => {
    const { emulator, pen, drafted, says, heard, calls } = await startWriting();
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, QUESTION);
    const sheet = await pen.sheet();
    sheet.draft('', 'Folds');
    await drafted(person.chat, 'Folds');
    sheet.draft('Folds [1]. ', 'They');
    await drafted(person.chat, 'Folds [1]. They');
    sheet.finish(DONE);
    const answer = await says(person.chat, SHOWN);
    expect(emulator.draft(person.id)).toBeUndefined();
    expect(await heard(person.chat)).toHaveLength(1);
    expect(labels(answer)).toEqual(['👍', '👎']);
    expect(new Set(emulator.drafts(person.id).map(({ draftId }) => draftId)).size).toBe(1);
    expect(calls(person.id).filter(({ method }) => method === 'sendMessage')).toHaveLength(1);
    expect(emulator.busiest(person.id)).toBeLessThanOrEqual(2);
    expect(emulator.rejected()).toEqual([]);
  });

  it('is written in a message where the server is older than drafts, and for the next one no draft is tried', async () => {
    const { emulator, pen, says, heard } = await startWriting({ emulator: { drafts: false } });
    for (const index of [0, 1]) {
      const person = emulator.person({ languageCode: 'en' });
      emulator.say(person, QUESTION);
      const sheet = await pen.sheet(index);
      sheet.draft('', 'Folds');
      const begun = await says(person.chat, 'Folds');
      expect(labels(begun)).toEqual(['⏹ Stop']);
      sheet.finish(DONE);
      const answer = await says(person.chat, SHOWN);
      expect(answer.messageId).toBe(begun.messageId);
      expect(labels(answer)).toEqual(['👍', '👎']);
      expect(await heard(person.chat)).toHaveLength(1);
      expect(emulator.busiest(person.id)).toBeLessThanOrEqual(2);
    }
    expect(emulator.rejected().map(({ method, status }) => [method, status])).toEqual([['sendMessageDraft', 404]]);
  });

  it('comes in full though Telegram wants no more frames', async () => {
    const { emulator, pen, says, frames } = await startWriting();
    const person = emulator.person({ languageCode: 'en' });
    emulator.fault({ method: 'sendMessageDraft', how: { status: 429, retryAfter: 2 } });
    emulator.say(person, QUESTION);
    const sheet = await pen.sheet();
    sheet.draft('', 'Folds');
    await emulator.waitFor(() => frames(person.id).length === 1);
    sheet.draft('Folds [1]. ', 'They');
    sheet.finish(DONE);
    await says(person.chat, SHOWN);
    expect(frames(person.id)).toHaveLength(1);
    expect(emulator.rejected()).toEqual([]);
  });

  it('holds up nobody else, however slowly it is written', async () => {
    const { emulator, pen, drafted, says } = await startWriting();
    const [slow, other] = [emulator.person({ languageCode: 'en' }), emulator.person({ languageCode: 'en' })];
    emulator.say(slow, QUESTION);
    (await pen.sheet()).draft('', 'Folds');
    await drafted(slow.chat, 'Folds');
    emulator.say(other, QUESTION);
    (await pen.sheet(1)).finish(DONE);
    await says(other.chat, SHOWN);
    expect(emulator.draft(slow.id)?.text).toBe('Folds');
    (await pen.sheet()).finish(DONE);
    await says(slow.chat, SHOWN);
  });

  it('that goes wrong while it is written says so, with nothing left of it', async () => {
    const { emulator, pen, says, heard } = await startWriting({ emulator: { drafts: false } });
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, QUESTION);
    const sheet = await pen.sheet();
    sheet.draft('', 'Folds');
    const begun = await says(person.chat, 'Folds');
    sheet.fail(new Error('no ink'));
    expect((await says(person.chat, /^Something went wrong/)).messageId).toBe(begun.messageId);
    expect(await heard(person.chat)).toHaveLength(1);
  });

  it('is turned back to as it was written', async () => {
    const { emulator, pen, ask, says } = await startWriting();
    const person = emulator.person({ languageCode: 'en' });
    const asked = ask(person, '/week');
    (await pen.sheet()).finish('A busy week [1].');
    const { messageId } = await asked;
    await emulator.press(person, { chatId: person.id, messageId }, '2 ›');
    await says(person.chat, /^13 entries/);
    await emulator.press(person, { chatId: person.id, messageId }, '‹ 1');
    const sheet = await pen.sheet(1);
    expect(sheet.asking).toMatchObject({ personId: person.id, page: { number: 1 } });
    sheet.finish('A busy week [1].');
    expect((await says(person.chat, 'A busy week [1].')).messageId).toBe(messageId);
  });

  it('that is written anew as it is turned back to can be stopped like the first time', async () => {
    const { emulator, pen, ask, says, heard } = await startWriting();
    const person = emulator.person({ languageCode: 'en' });
    const asked = ask(person, '/week');
    (await pen.sheet()).finish('A busy week [1].');
    const { messageId } = await asked;
    await emulator.press(person, { chatId: person.id, messageId }, '2 ›');
    await says(person.chat, /^13 entries/);
    await emulator.press(person, { chatId: person.id, messageId }, '‹ 1');
    (await pen.sheet(1)).draft('A busy');
    await emulator.waitFor(() => emulator.actions(person.id).length > 0);
    emulator.say(person, '/stop');
    expect((await says(person.chat, 'A busy\n\nStopped here.')).messageId).toBe(messageId);
    expect(await heard(person.chat)).toHaveLength(1);
  });
});

describe('an answer in a group', () => {
  it('is written in a message that replies, and the answer takes its place', async () => {
    const { emulator, pen, says, heard } = await startWriting();
    const [person, group] = [emulator.person({ languageCode: 'en' }), emulator.group({ kind: 'supergroup' })];
    const asked = emulator.say(person, `/ask@noted_bot ${QUESTION}`, { in: group });
    const sheet = await pen.sheet();
    sheet.draft('', 'Folds');
    const begun = await says(group, 'Folds');
    expect(begun).toMatchObject({ replyTo: asked.messageId, edits: 0 });
    sheet.draft('Folds [1]. ', 'They');
    await says(group, 'Folds [1]. They');
    sheet.finish(DONE);
    const answer = await says(group, SHOWN);
    expect(answer).toMatchObject({ messageId: begun.messageId, edits: 2 });
    expect(labels(answer)).toEqual(['👍', '👎']);
    // It is known as the answer to that question: who replies to it goes on from there.
    emulator.say(person, 'the first one', { in: group, replyTo: answer.messageId });
    (await pen.sheet(1)).finish('That one.');
    await says(group, 'That one.');
    expect((await heard(group)).length).toBe(2);
    expect(emulator.busiest(group.id)).toBeLessThanOrEqual(2);
    expect(emulator.rejected()).toEqual([]);
  });

  it('that takes several messages goes on below the one that it was begun in', async () => {
    const { heard, group, sheet, begun } = await startInGroup();
    sheet.finish('A long sentence. '.repeat(400));
    const messages = await heard(group, 2);
    expect(messages.map(({ messageId, edits }) => [messageId, edits])).toEqual([
      [begun.messageId, 1],
      [expect.any(Number), 0],
    ]);
    expect(messages.map(labels)).toEqual([undefined, ['👍', '👎']]);
  });

  it('comes as a new message where the one that it was begun in cannot be changed', async () => {
    const { emulator, says, heard, group, sheet, begun } = await startInGroup();
    emulator.fault({
      method: 'editMessageText',
      how: { status: 400, description: "Bad Request: message can't be edited" },
    });
    sheet.finish(DONE);
    const answer = await says(group, SHOWN);
    expect(answer.messageId).not.toBe(begun.messageId);
    await emulator.waitFor(() => emulator.calls.some(({ method }) => method === 'deleteMessage'));
    expect(await heard(group)).toEqual([answer]);
  });

  it('comes in full though Telegram wants no more changes for a while', async () => {
    const { emulator, says, group, sheet, begun } = await startInGroup();
    emulator.fault({ method: 'editMessageText', how: { status: 429, retryAfter: 1 } });
    sheet.draft('Folds [1]. ', 'They');
    await emulator.waitFor(() => emulator.calls.some(({ status }) => status === 429));
    sheet.finish(DONE);
    expect((await says(group, SHOWN)).messageId).toBe(begun.messageId);
  });

  it('is taken back where who asked has everything erased meanwhile', async () => {
    const { emulator, says, ask, person, group, sheet } = await startInGroup();
    const { messageId } = await ask(person, '/forget');
    await emulator.press(person, { chatId: person.id, messageId }, 'Erase');
    await says(person.chat, /^Erased/);
    sheet.finish(DONE);
    await emulator.waitFor(() => emulator.calls.some(({ method }) => method === 'deleteMessage'));
    expect(emulator.messages(group.id).filter(({ fromBot }) => fromBot)).toEqual([]);
  });
});

describe('what is being written', () => {
  it('is ended by the Stop of its draft, and what there is of it stays', async () => {
    const { emulator, pen, drafted, says } = await startWriting();
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, QUESTION);
    const sheet = await pen.sheet();
    sheet.draft('Folds [1]. ', 'They');
    await drafted(person.chat, 'Folds [1]. They');
    emulator.stop(person);
    await says(person.chat, 'Folds [1].\n\nStopped here.');
    expect(emulator.rejected()).toEqual([]);
  });

  it('is ended by /stop, which does not wait behind it', async () => {
    const { emulator, pen, drafted, says, heard, handled } = await startWriting();
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, QUESTION);
    const sheet = await pen.sheet();
    sheet.draft('Folds [1]. ');
    await drafted(person.chat, 'Folds [1].');
    await handled([emulator.say(person, '/stop@other_bot').updateId]);
    expect(sheet.asking.enough?.aborted).toBe(false);
    emulator.say(person, '/stop');
    await says(person.chat, 'Folds [1].\n\nStopped here.');
    expect(await heard(person.chat)).toHaveLength(1);
  });

  it('in a group is ended by who asked, with the command or the button, and by an admin, but by nobody else', async () => {
    const { emulator, pen, says, handled } = await startWriting({ settings: { ADMINS: '77' } });
    const [asker, other] = [emulator.person({ languageCode: 'en' }), emulator.person({ languageCode: 'en' })];
    const admin = emulator.person({ id: 77 });
    const group = emulator.group();
    const begin = async (index: number) => {
      emulator.say(asker, `/ask@noted_bot ${QUESTION}`, { in: group });
      const sheet = await pen.sheet(index);
      sheet.draft(`Folds ${index}. `);
      return { sheet, message: await says(group, `Folds ${index}.`) };
    };
    const first = await begin(0);
    const pressed = { chatId: group.id, messageId: first.message.messageId };
    expect((await emulator.press(other, pressed, '⏹ Stop')).payload.text).toBe('This button is for the one who asked.');
    const told = emulator.say(other, '/stop@noted_bot', { in: group });
    await handled([told.updateId]);
    expect(first.sheet.asking.enough?.aborted).toBe(false);
    expect((await emulator.press(asker, pressed, '⏹ Stop')).payload.text).toBe('Stopped.');
    await says(group, 'Folds 0.\n\nStopped here.');
    await begin(1);
    emulator.say(asker, '/stop@noted_bot', { in: group });
    await says(group, 'Folds 1.\n\nStopped here.');
    await begin(2);
    emulator.say(admin, '/stop@noted_bot', { in: group });
    await says(group, 'Folds 2.\n\nStopped here.');
    expect(emulator.messages(group.id).filter(({ fromBot }) => fromBot)).toHaveLength(3);
  });

  it('may be lost count of: its Stop, once there is nothing to stop, takes away what was begun, and nothing else', async () => {
    const { emulator, pen, says, heard, handled } = await startWriting();
    const [person, group] = [emulator.person({ languageCode: 'en' }), emulator.group()];
    emulator.fault({ method: 'sendMessage', how: 'reset-after' });
    emulator.say(person, `/ask@noted_bot ${QUESTION}`, { in: group });
    const sheet = await pen.sheet();
    sheet.draft('', 'Folds');
    const begun = await says(group, 'Folds');
    sheet.finish(DONE);
    const answer = await says(group, SHOWN);
    const data = begun.replyMarkup?.inline_keyboard[0]?.[0]?.callback_data;
    const message = { message_id: answer.messageId, date: 1, chat: group };
    const made = { id: 'made-up', from: person.user, chat_instance: '1', data, message };
    await handled([emulator.push({ callback_query: made })]);
    expect(emulator.calls.some(({ method }) => method === 'deleteMessage')).toBe(false);
    const pressed = { chatId: group.id, messageId: begun.messageId };
    expect((await emulator.press(person, pressed, '⏹ Stop')).payload.text).toBe('I am not writing an answer just now.');
    await emulator.waitFor(() => emulator.calls.some(({ method }) => method === 'deleteMessage'));
    expect(await heard(group)).toEqual([answer]);
  });

  it('may be nothing: in private that is said, in a group it is nobody’s business', async () => {
    const { emulator, ask, handled } = await startWriting();
    const [person, group] = [emulator.person({ languageCode: 'en' }), emulator.group()];
    expect((await ask(person, '/stop')).text).toBe('I am not writing an answer just now.');
    const { updateId } = emulator.say(person, '/stop@noted_bot', { in: group });
    await handled([updateId]);
    expect(emulator.messages(group.id).filter(({ fromBot }) => fromBot)).toEqual([]);
  });
});

describe('a bot that is ended while it writes', () => {
  it('ends in time, and started again it writes the answer in the message that it had begun', async () => {
    const { emulator, pen, says, stop, start, heard } = await startWriting({
      graceMs: { handlers: 100, calls: 100, server: 50 },
    });
    const [person, group] = [emulator.person({ languageCode: 'en' }), emulator.group()];
    emulator.say(person, `/ask@noted_bot ${QUESTION}`, { in: group });
    (await pen.sheet()).draft('', 'Folds');
    const begun = await says(group, 'Folds');
    await stop();
    await start();
    (await pen.sheet(1)).finish(DONE);
    expect((await says(group, SHOWN)).messageId).toBe(begun.messageId);
    expect(await heard(group)).toHaveLength(1);
    expect(emulator.rejected()).toEqual([]);
  });

  it('ends in time, and started again it gives the answer in private', async () => {
    const { emulator, pen, says, stop, start, heard, drafted, log } = await startWriting({
      graceMs: { handlers: 100, calls: 100, server: 50 },
    });
    const person = emulator.person({ languageCode: 'en' });
    emulator.say(person, QUESTION);
    (await pen.sheet()).draft('', 'Folds');
    await drafted(person.chat, 'Folds');
    await stop();
    expect(log.lines.filter(({ level }) => Number(level) >= 40)).toEqual([]);
    await start();
    (await pen.sheet(1)).finish(DONE);
    await says(person.chat, SHOWN);
    expect(await heard(person.chat)).toHaveLength(1);
  });
});
