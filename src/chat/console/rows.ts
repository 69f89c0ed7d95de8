import { mark, wide, widestOf } from '../cells.ts';

/** A stretch of text that looks the same throughout. */
export type Run = { text: string; look: Look | undefined };
export type Look = 'bold' | 'italic' | 'dim';

/** Text that is not broken, and the white space before it. */
type Unit = { space: string; runs: Run[]; cells: number };

/** Do not begin a row; a citation stays behind what it stands for. */
const closing = /[，。、；：！？）】》」』〉”’…·—,.;:!?)\]}%[]/;
/** Do not end one. */
const opening = /[（【《「『〈“‘([{]/;

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
    cells = (breaks ? widestOf(indent) : cells + before) + unit.cells;
    empty = false;
    return text;
  }

  return {
    /** begins a line with a mark of its own; further rows of it begin with `further` */
    begin(start: string, further: string): string {
      [cells, indent, empty, space] = [widestOf(start), further, true, ''];
      return margin(start);
    },
    /** a word that is never broken */
    word(text: string): string {
      return place({ space: '', runs: [{ text, look: undefined }], cells: widestOf(text) });
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
        units.push({ space: rest, runs: [{ text: char, look }], cells: widestOf(char) });
        rest = '';
      } else {
        const run = unit.runs.at(-1);
        if (run !== undefined && run.look === look) run.text += char;
        else unit.runs.push({ text: char, look });
        unit.cells += widestOf(char);
      }
      last = char;
    }
  }
  return { units, rest };
}

/** Whether a row may end between two characters that stand together. */
function parts(before: string, after: string): boolean {
  if (closing.test(after) || opening.test(before) || mark.test(after) || before === '\u200d') return false;
  return wide.test(before) || wide.test(after);
}
