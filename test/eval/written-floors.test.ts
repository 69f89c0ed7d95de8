import { expect, test } from 'vitest';
import { RANKED } from '../../src/eval/questions.ts';
import { questionsOf, SETS } from '../../src/eval/sets.ts';
import { judgeWritten, type WrittenVerdict } from '../../src/eval/written.ts';
import { writtenReportOf } from '../../src/eval/written-report.ts';
import { words } from '../../src/model/offline/tokens.ts';
import { type Answering, model, openTrial, type Rewording } from './models.ts';

/** A model that never says that it does not know. */
const always: Answering = ({ language, sources: [first] }) =>
  language === 'zh' ? `是的，见《${first?.title}》[1]。` : `Yes, see “${first?.title}” [1].`;

/** Ways to put a question in other words so that something is found, whether or not it is what was asked. */
const REWORDINGS: Readonly<Record<string, Rewording>> = {
  'repeats the question': question => ({ en: question, zh: question }),
  'leaves out all but one word': question => {
    const [word] = words(question).filter(({ stop }) => !stop);
    return { en: word?.text ?? question, zh: word?.text ?? question };
  },
};

const asked = RANKED.map(String).concat('refusal');

test.each(Object.entries(REWORDINGS))(
  'a model that always answers and, to find more, %s has no more answered than rules alone do well',
  async (_, reword) => {
    for (const set of SETS) {
      const { trial } = await openTrial(model(always, reword), { set });
      const verdicts: WrittenVerdict[] = [];
      for (const graded of await questionsOf(set)) {
        if (asked.includes(graded.kind)) verdicts.push(await judgeWritten(graded, trial));
      }
      const { refusal, refusalWithParaphrases } = writtenReportOf(set, verdicts, []);
      expect(refusal?.model.f1, set).toBeGreaterThanOrEqual(refusal?.rules.f1 ?? 1);
      expect(refusalWithParaphrases?.model.f1, set).toBeGreaterThanOrEqual(refusalWithParaphrases?.rules.f1 ?? 1);
    }
  },
);
