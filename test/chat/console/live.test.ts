import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src/answer/asking.ts';
import { type Output, toTerminal } from '../../../src/chat/console/format.ts';
import { type Live, showLive } from '../../../src/chat/console/live.ts';
import { openScreen, type Screen } from './screen.ts';

/** A clock's ticks, for a sign that moves. */
function ticking() {
  const calls = new Set<() => void>();
  return {
    every: (_ms: number, call: () => void) => {
      calls.add(call);
      return () => calls.delete(call);
    },
    tick(times = 1): void {
      for (let time = 0; time < times; time++) for (const call of calls) call();
    },
    running: () => calls.size,
  };
}

function showing(screen: Screen, { every } = ticking()): Live {
  return showLive({ output: screen.output, error: screen.output, waiting: 'Reading …', every });
}

const draft = (live: Live, text: string, tail = ''): void => live.onDraft?.({ text, tail });

/** Sentences, paragraphs and lists as they are let through one after another. */
const sentence = fc.constantFrom(
  '\n\n2 entries on this:',
  'Cross-validation splits the **data** into `k` parts, and tests on each of them once [1].',
  ' The notes name it *twice* [2].',
  '\n\nIt is “overfitting” that it shows — see there [1][2].',
  '交叉验证把数据分成几份，每一份都当一次测试集。[1]',
  '另外，笔记还提到“数据增强（加噪，将噪）”和学习率的设置……[2]',
  '\n- 目标检测Anchor是什么？[3]',
  '\n- An item with a word of averylongkindthatdoesnotfitintoanarrowrowofaterminal [1]',
  '\n  - below it [2]',
  '\n1. first [1]',
  '\n\n> quoted words of an entry that go on [1]\n',
  ' **bold that is left open [1].',
  '** and closed [1].',
);
const tail: fc.Arbitrary<string> = fc.constantFrom(
  '',
  ' It also sa',
  '此外还有',
  'Cross-validation is a way to '.repeat(5),
  '\n\n**Bo',
  '\n- 一',
);
const written = fc.record({
  steps: fc.array(fc.record({ sentence, tail }), { maxLength: 8 }),
  ending: fc.constantFrom('', '\n\n> **Sources**\n> [1] 2021-01-20 (1) 目标检测\n> https://example.com/a'),
  columns: fc.integer({ min: 30, max: 120 }),
});

describe('an answer that is being written', () => {
  it('grows by its sentences, with the one that is being written dimmed behind them', () => {
    const screen = openScreen(60);
    const live = showing(screen);
    draft(live, '', 'Cross-valid');
    expect(screen.seen()).toBe('Cross-valid');
    draft(live, '**Cross-validation** splits the data [1].', ' It is nam');
    expect(screen.seen()).toBe('Cross-validation splits the data [1]. It is nam');
    draft(live, '**Cross-validation** splits the data [1].', '');
    expect(screen.seen()).toBe('Cross-validation splits the data [1].');
    draft(live, '**Cross-validation** splits the data [1].\n\nIt is named twice [2].', '');
    screen.output.write(
      live.end('**Cross-validation** splits the data [1].\n\nIt is named twice [2].\n\n> **Sources**\n> [1] a'),
    );
    expect(screen.seen()).toBe('Cross-validation splits the data [1].\n\nIt is named twice [2].\n\nSources\n[1] a');
  });

  it('shows the end of a sentence that is longer than what is left of the row', () => {
    const screen = openScreen(40);
    const live = showing(screen);
    draft(live, 'Short [1].', ' It goes on and on and on, and then it says something else');
    expect(screen.seen()).toMatch(/^Short \[1\]\. ….*something else$/);
    expect(screen.overflows()).toBe(0);
  });

  it('begins below the heading of a list', () => {
    const screen = openScreen();
    const live = showing(screen);
    draft(live, '2 entries:');
    draft(live, '2 entries:', 'On');
    draft(live, '2 entries:', 'One is');
    expect(screen.seen()).toBe('2 entries:\n\nOne is');
    draft(live, '2 entries:\n\nOne is on this [1].', ' The');
    expect(screen.seen()).toBe('2 entries:\n\nOne is on this [1]. The');
    screen.output.write(live.end('2 entries:\n\nOne is on this [1].'));
    expect(screen.seen()).toBe('2 entries:\n\nOne is on this [1].');
  });

  it('looks in the end as if it had come at once, however it came', () => {
    fc.assert(
      fc.property(written, ({ steps, ending, columns }) => {
        const screen = openScreen(columns);
        const live = showing(screen);
        let text = '';
        for (const step of steps) {
          text += step.sentence;
          draft(live, text, step.tail);
        }
        screen.output.write(live.end(text + ending));
        const plain = (shown: string) => shown.replace(/[\s*]+/g, '');
        const whole = openScreen(columns);
        whole.output.write(toTerminal(text + ending, whole.output));
        expect(plain(screen.seen())).toBe(plain(whole.seen()));
        expect(screen.overflows()).toBe(whole.overflows());
      }),
      { numRuns: 300 },
    );
  });

  it('is followed by another, below it, where what was written is not the answer', () => {
    const screen = openScreen();
    const live = showing(screen);
    draft(live, 'One sentence [1].', ' And ha');
    screen.output.write(live.end('2 entries in the notes are on this:'));
    expect(screen.seen()).toBe('One sentence [1].\n\n2 entries in the notes are on this:');
  });

  it('is followed by another with one blank line where only its heading was shown', () => {
    const screen = openScreen();
    const live = showing(screen);
    draft(live, '2 entries:');
    screen.output.write(live.end('Not in the notes.'));
    expect(screen.seen()).toBe('2 entries:\n\nNot in the notes.');
  });

  it('leaves no trace of what was shown for the time being where it ends without an answer', () => {
    const screen = openScreen();
    const live = showing(screen);
    draft(live, 'One sentence [1].', ' And ha');
    screen.output.write(live.end());
    expect(screen.seen()).toBe('One sentence [1].');
  });

  it('cannot make the terminal do things', () => {
    const screen = openScreen();
    const live = showing(screen);
    draft(live, 'a\u001b]0;title\u0007b [1].', ' c\u001b[2Jd');
    screen.output.write(live.end('a\u001b]0;title\u0007b [1].\u009b31m'));
    expect(screen.seen()).toBe('a]0;titleb [1].31m');
  });

  it('shows nothing that does not stand where it could not be told apart', () => {
    const screen = openScreen();
    Object.assign(screen.output, { getColorDepth: () => 1 });
    const live = showing(screen);
    draft(live, 'One sentence [1].', ' And ha');
    expect(screen.seen()).toBe('One sentence [1].');
  });

  it('is not shown before it is there where nobody looks on', () => {
    const output = new PassThrough();
    const live = showLive({ output, error: output, waiting: 'Reading …' });
    expect(live.onDraft).toBeUndefined();
    expect(live.end('**Bold** [1].')).toBe('Bold [1].');
    expect(output.read()).toBeNull();
  });
});

describe('the sign of an answer to come', () => {
  it('moves after a while, and gives way to the first words', () => {
    const [screen, clock] = [openScreen(), ticking()];
    const live = showing(screen, clock);
    clock.tick();
    expect(screen.seen()).toBe('');
    clock.tick(4);
    const before = screen.seen();
    expect(before).toMatch(/^\S Reading …$/);
    clock.tick();
    expect(screen.seen()).toMatch(/^\S Reading …$/);
    expect(screen.seen()).not.toBe(before);
    draft(live, 'Words [1].');
    expect(screen.seen()).toBe('Words [1].');
    expect(clock.running()).toBe(0);
  });

  it('goes on below what is known before the first words', () => {
    const [screen, clock] = [openScreen(), ticking()];
    const live = showing(screen, clock);
    clock.tick(9);
    draft(live, 'There are **2** entries.');
    expect(screen.seen()).toBe('There are 2 entries.');
    clock.tick();
    expect(screen.seen()).toMatch(/^There are 2 entries\.\n\n\S Reading …$/);
    draft(live, 'There are **2** entries.', 'On');
    expect(screen.seen()).toBe('There are 2 entries.\n\nOn');
    expect(clock.running()).toBe(0);
    screen.output.write(live.end('There are **2** entries.\n\nOne [1].'));
    expect(screen.seen()).toBe('There are 2 entries.\n\nOne [1].');
  });

  it('is there in a terminal that does not know its width', () => {
    const [screen, clock] = [openScreen(), ticking()];
    Object.assign(screen.output, { columns: 0 });
    const live = showing(screen, clock);
    clock.tick(9);
    expect(screen.seen()).toMatch(/Reading …$/);
    live.end();
  });

  it('goes where there is no answer', () => {
    const [screen, clock] = [openScreen(), ticking()];
    const live = showing(screen, clock);
    clock.tick(9);
    screen.output.write(live.end());
    expect(screen.seen()).toBe('');
    expect(clock.running()).toBe(0);
  });

  it('is there for whoever reads the answer elsewhere', () => {
    const [screen, clock, output] = [openScreen(), ticking(), new PassThrough() as Output];
    const live = showLive({ output, error: screen.output, waiting: 'Reading …', every: clock.every });
    clock.tick(9);
    expect(screen.seen()).toMatch(/Reading …$/);
    expect(live.end('Words [1].')).toBe('Words [1].');
    expect(screen.seen()).toBe('');
  });
});

it('takes drafts that are no continuation for none', () => {
  const screen = openScreen();
  const live = showing(screen);
  for (const text of ['One [1].', 'Two [2].'] satisfies Draft['text'][]) draft(live, text);
  expect(screen.seen()).toBe('One [1].');
});
