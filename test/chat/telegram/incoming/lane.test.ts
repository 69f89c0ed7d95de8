import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindOf, laneOf } from '../../../../src/chat/telegram/incoming/lane.ts';

const ann = { id: 7, is_bot: false, first_name: 'Ann' };
const alone = { id: 7, type: 'private', first_name: 'Ann' };
const group = { id: -1_001_234_567_890, type: 'supergroup', title: 'Readers' };
const lane = (content: Record<string, unknown>) => laneOf({ update_id: 1, ...content });

test.each([
  ['a message in private', { message: { chat: alone, from: ann } }, 'chat:7', 7],
  ['a message in a group', { message: { chat: group, from: ann } }, 'chat:-1001234567890', 7],
  ['a message that was changed', { edited_message: { chat: alone, from: ann } }, 'chat:7', 7],
  ['a post in a channel', { channel_post: { chat: group } }, 'chat:-1001234567890', undefined],
  ['a button', { callback_query: { from: ann, message: { chat: group } } }, 'chat:-1001234567890', 7],
  ['a button under an inline message', { callback_query: { from: ann, inline_message_id: 'x' } }, 'chat:7', 7],
  ['a block', { my_chat_member: { chat: alone, from: ann } }, 'chat:7', 7],
  ['a reaction', { message_reaction: { chat: group, user: ann } }, 'chat:-1001234567890', 7],
  ['an answer in a poll', { poll_answer: { poll_id: '1', user: ann } }, 'chat:7', 7],
  ['what is typed inline', { inline_query: { from: ann, query: 'x' } }, 'inline:7', 7],
  ['what was chosen inline', { chosen_inline_result: { from: ann } }, 'inline:7', 7],
  ['the press of Stop', { stopped_message_generation: { chat: alone, draft_id: 1 } }, 'stop:7', undefined],
  ['the command to stop', { message: { chat: group, from: ann, text: '/stop' } }, 'stop:-1001234567890', 7],
  [
    'that command by name',
    { message: { chat: group, from: ann, text: ' /STOP@noted_bot ' } },
    'stop:-1001234567890',
    7,
  ],
  ['another command', { message: { chat: alone, from: ann, text: '/stopping' } }, 'chat:7', 7],
  ['the command to stop with words behind it', { message: { chat: alone, from: ann, text: '/stop it' } }, 'chat:7', 7],
  ['words with the command in them', { message: { chat: alone, from: ann, text: 'please /stop' } }, 'chat:7', 7],
  ['that command as it is changed later', { edited_message: { chat: alone, from: ann, text: '/stop' } }, 'chat:7', 7],
  [
    'the button to stop',
    { callback_query: { from: ann, message: { chat: group }, data: '1x:5' } },
    'stop:-1001234567890',
    7,
  ],
  ['another button', { callback_query: { from: ann, message: { chat: group }, data: '1s' } }, 'chat:-1001234567890', 7],
  ['a button of nobody’s', { callback_query: { from: ann, message: { chat: alone }, data: '1x:5x' } }, 'chat:7', 7],
  ['a poll', { poll: { id: '1' } }, 'other', undefined],
  ['a kind that is new', { teleported: { chat: group, user: ann } }, 'chat:-1001234567890', 7],
  ['nothing', {}, 'other', undefined],
])('%s waits in its lane', (_, content, expected, personId) => {
  expect(lane(content)).toEqual({ updateId: 1, lane: expected, personId });
});

test.each([
  undefined,
  null,
  0,
  'x',
  [],
  {},
  { update_id: '1' },
  { update_id: 1.5 },
  { update_id: -1 },
  { update_id: 2 ** 60 },
])('what has no usable number has no place: %j', update => {
  expect(laneOf(update)).toBeUndefined();
});

test('the kind is one of those that the Bot API has, whatever else stands there', () => {
  expect(kindOf({ update_id: 1, message: {} })).toBe('message');
  expect(kindOf({ update_id: 1, teleported: {} })).toBe('other');
  expect(kindOf({ update_id: 1, constructor: {}, toString: {} })).toBe('other');
  expect(kindOf('message')).toBe('other');
});

const KINDS = [
  'message',
  'callback_query',
  'inline_query',
  'my_chat_member',
  'poll',
  'stopped_message_generation',
  'new',
];
const id = fc.oneof(fc.maxSafeInteger(), fc.anything());
const place = fc.oneof(fc.record({ id }), fc.anything());
const content = fc.oneof(
  fc.record({ chat: place, from: place, user: place, message: fc.record({ chat: place }) }, { requiredKeys: [] }),
  fc.anything(),
);

test('nothing that arrives breaks it, and each place can be kept', () => {
  fc.assert(
    fc.property(fc.oneof(id, fc.nat()), fc.constantFrom(...KINDS), content, (update_id, kind, inside) => {
      const found = laneOf({ update_id, [kind]: inside });
      expect(found === undefined).toBe(!(Number.isSafeInteger(update_id) && Number(update_id) >= 0));
      if (found === undefined) return;
      expect(found.updateId).toBe(update_id);
      expect(found.lane).toMatch(/^(?:other|(?:chat|inline|stop):-?\d+)$/);
      expect(found.personId === undefined || Number.isSafeInteger(found.personId)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
  fc.assert(
    fc.property(fc.anything(), junk => {
      laneOf(junk);
      kindOf(junk);
    }),
    { numRuns: 1_000 },
  );
});
