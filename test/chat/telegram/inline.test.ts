import { describe, expect, it } from 'vitest';
import { encodeDeepLink } from '../../../src/chat/deep-link.ts';
import type { Call } from '../../bot-api/emulator.ts';
import { until } from '../../until.ts';
import { startServing } from './serving.ts';

type Result = {
  id: string;
  title: string;
  description: string;
  input_message_content: { message_text: string; entities: { type: string; url?: string }[] };
};

const resultsOf = ({ payload }: Call) => payload.results as Result[];

describe('what is typed behind the bot’s name in any chat', () => {
  it('brings entries to send there, with their titles as links', async () => {
    const { emulator } = await startServing();
    const answer = await emulator.inline(emulator.person(), '交叉验证');
    const [best] = resultsOf(answer);
    expect(best).toMatchObject({
      title: 'Cross-Validation（交叉验证）详解',
      description: '2021-01-20 (1) #机器学习 https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining',
      input_message_content: {
        message_text: '2021-01-20 (1) Cross-Validation（交叉验证）详解 #机器学习',
        entities: [{ type: 'text_link', url: 'https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining' }],
      },
    });
    expect(answer.payload).toMatchObject({ is_personal: false, next_offset: '' });
    expect(emulator.rejected()).toEqual([]);
  });

  it('is a day or a tag as well, and the newest entries where nothing is typed yet', async () => {
    const { emulator } = await startServing();
    const person = emulator.person();
    const day = resultsOf(await emulator.inline(person, '2021.1.20'));
    expect(day.map(({ description }) => description.slice(0, 14))).toEqual([1, 2, 3, 4].map(n => `2021-01-20 (${n})`));
    const newest = resultsOf(await emulator.inline(person, ''));
    expect(newest[0]?.description).toMatch(/^2021-01-25/);
    expect(resultsOf(await emulator.inline(person, '#必读'))).toHaveLength(2);
  });

  it('brings the next results as the person scrolls, each once', async () => {
    const { emulator } = await startServing();
    const person = emulator.person();
    const first = await emulator.inline(person, '');
    expect(resultsOf(first)).toHaveLength(20);
    const second = await emulator.inline(person, '', String(first.payload.next_offset));
    expect(resultsOf(second)).toHaveLength(5);
    expect(second.payload.next_offset).toBe('');
    const texts = [first, second].flatMap(resultsOf).map(result => result.input_message_content.message_text);
    expect(new Set(texts).size).toBe(25);
    for (const offset of ['x', '-1', '99999999999', '9999']) {
      await emulator.inline(person, '', offset);
    }
    expect(emulator.rejected()).toEqual([]);
  });

  it.each([
    ['xyzzyplugh', encodeDeepLink({ to: 'ask', question: 'xyzzyplugh' })],
    ['xyzzyplugh '.repeat(9), 'help'],
    ['OpenCV 人脸识别', encodeDeepLink({ to: 'ask', question: 'OpenCV 人脸识别' })],
  ])('and is not in the notes leads to asking it in private: %j', async (query, leadsTo) => {
    const { emulator } = await startServing();
    const answer = await emulator.inline(emulator.person({ languageCode: 'en' }), query);
    expect(answer.payload).toMatchObject({ results: [], button: { start_parameter: leadsTo } });
    expect(emulator.rejected()).toEqual([]);
  });

  it('brings nothing to those who may not ask, and what it brings others is theirs alone', async () => {
    const { emulator } = await startServing({ settings: { ALLOWED_CHATS: '77' } });
    const closed = await emulator.inline(emulator.person({ languageCode: 'en' }), '交叉验证');
    expect(closed.payload).toMatchObject({
      results: [],
      is_personal: true,
      button: { text: 'I answer only those whom my owner has let in.' },
    });
    const open = await emulator.inline(emulator.person({ id: 77 }), '交叉验证');
    expect(resultsOf(open)).toHaveLength(2);
    expect(open.payload.is_personal).toBe(true);
  });

  it('is answered again at once where the connection broke, and not at all where Telegram is away for long', async () => {
    const { emulator, log } = await startServing();
    emulator.fault({ method: 'answerInlineQuery', how: 'reset-before' });
    expect(resultsOf(await emulator.inline(emulator.person(), '交叉验证'))).toHaveLength(2);
    emulator.fault({ method: 'answerInlineQuery', how: { status: 429, retryAfter: 6 } });
    emulator.push({
      inline_query: { id: '77', from: emulator.person().user, query: '交叉验证', offset: '' },
    });
    await until(() => log.lines.some(({ msg }) => msg === 'an inline answer was not taken'));
    expect(log.lines).toContainEqual(expect.objectContaining({ reason: 'flood' }));
  });

  it('brings what Telegram takes, whatever an entry looks like', async () => {
    const { emulator } = await startServing({
      files: {
        'a.md': [
          '## 2021.1.18',
          '(1)https://example.com/only-a-link',
          `(2)${'长'.repeat(5000)} https://example.com/2`,
          '(3)bad link http://localhost/x and https://user:pass@a.com/',
          '(4)【】',
          '(5)`code` **bold** _it_ [x](https://a.com/(y)) <b>',
          '(6)\u202eodd\u0000 \ud83d\ude00',
        ].join('\n'),
      },
    });
    expect(resultsOf(await emulator.inline(emulator.person(), '')).length).toBeGreaterThan(3);
    expect(emulator.rejected()).toEqual([]);
  });
});
