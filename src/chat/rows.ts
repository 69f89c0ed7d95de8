/** A stretch of text that looks the same throughout. */
export type Run = { text: string; look: Look | undefined };
export type Look = 'bold' | 'italic' | 'dim';

/** Text that is not broken, and the white space before it. */
type Unit = { space: string; runs: Run[]; cells: number };

/** Takes two cells of a terminal: Chinese, Japanese, Korean, full-width forms and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
/** One cell in most terminals and two in those that are set up for Chinese; we count the more, so that no row is too long. */
const either = /[\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u2460-\u257f\u25a0-\u266f]/;
const none = /[\p{M}\p{Cf}]/u;

/** Do not begin a row; a citation stays behind what it stands for. */
const closing = /[，。、；：！？）】》」』〉”’…·—,.;:!?)\]}%[]/;
/** Do not end one. */
const opening = /[（【《「『〈“‘([{]/;

/** The cells of a terminal that a text takes at most. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const char of text) cells += none.test(char) ? 0 : wide.test(char) || either.test(char) ? 2 : 1;
  return cells;
}

/**
 * Lays text out in rows of at most so many cells, broken at spaces and between Chinese characters; with no width, lines
 * stay as they are. What was laid out once stays where it is, however the text goes on. A word longer than a row is left
 * to the terminal.
 */
export function createRows({ width, look, margin }: Layout) {
  let cells = 0;
  let indent = '';
  let empty = true;
  let space = '';

  function place(unit: Unit): string {
    const before = unit.space.length;
    const breaks = width !== undefined && !empty && cells + before + unit.cells > width;
    const text = (breaks ? `\n${margin(indent)}` : unit.space) + unit.runs.map(look).join('');
    cells = (breaks ? cellsOf(indent) : cells + before) + unit.cells;
    empty = false;
    return text;
  }

  return {
    /** begins a line with a mark of its own; further rows of it begin with `further` */
    begin(mark: string, further: string): string {
      [cells, indent, empty, space] = [cellsOf(mark), further, true, ''];
      return margin(mark);
    },
    /** a word that is never broken */
    word(text: string): string {
      return place({ space: '', runs: [{ text, look: undefined }], cells: cellsOf(text) });
    },
    add(runs: readonly Run[]): string {
      if (width === undefined) return runs.map(look).join('');
      const { units, rest } = unitsOf(runs, space);
      space = rest;
      return units.map(place).join('');
    },
    /** the cells that are left on the row; 0 where nobody can tell */
    left: () => (width === undefined || cells > width ? 0 : width - cells),
  };
}

type Layout = {
  width: number | undefined;
  look(run: Run): string;
  /** what a row begins with, as it is shown */ margin(text: string): string;
};

/** What is not broken, and the white space at the end, which is written only where something follows. */
function unitsOf(runs: readonly Run[], space: string): { units: Unit[]; rest: string } {
  const units: Unit[] = [];
  let rest = space;
  let last = '';
  for (const { text, look } of runs) {
    for (const char of text) {
      if (/\s/.test(char)) {
        rest += ' ';
        last = '';
        continue;
      }
      const unit = units.at(-1);
      if (unit === undefined || last === '' || parts(last, char)) {
        units.push({ space: rest, runs: [{ text: char, look }], cells: cellsOf(char) });
        rest = '';
      } else {
        const run = unit.runs.at(-1);
        if (run !== undefined && run.look === look) run.text += char;
        else unit.runs.push({ text: char, look });
        unit.cells += cellsOf(char);
      }
      last = char;
    }
  }
  return { units, rest };
}

/** Whether a row may end between two characters that stand together. */
function parts(before: string, after: string): boolean {
  if (closing.test(after) || opening.test(before) || none.test(after) || before === '\u200d') return false;
  return wide.test(before) || wide.test(after);
}
