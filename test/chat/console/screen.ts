import { Writable } from 'node:stream';

/** Two cells each; what the program sends in tests has no others that are wide. */
const wide = /[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/;

export type Screen = ReturnType<typeof openScreen>;

/**
 * A terminal of so many columns, and what is to be seen on it. It knows the sequences that we use, and throws at any
 * other. Rows never scroll away, and one that is full goes on in the next when another character comes.
 */
export function openScreen(columns = 80) {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  let saved = { row, column };
  let overflows = 0;
  const looks = new Set<() => void>();

  function put(char: string): void {
    const cells = wide.test(char) ? 2 : 1;
    if (column + cells > columns) {
      overflows += 1;
      move(row + 1, 0);
    }
    const line = rows[row] ?? [];
    while (line.length < column) line.push(' ');
    line.splice(column, cells, char, ...(cells === 2 ? [''] : []));
    column += cells;
  }

  function move(toRow: number, toColumn: number): void {
    while (rows.length <= toRow) rows.push([]);
    [row, column] = [toRow, toColumn];
  }

  function obey(sequence: string): void {
    const [, count = '', command = ''] = /^\u001b\[(\d*)(.)$/.exec(sequence) ?? [];
    if (sequence === '\u001b7') saved = { row, column };
    else if (sequence === '\u001b8') move(saved.row, saved.column);
    else if (command === 'm') return;
    else if (sequence === '\u001b[2K') rows[row] = [];
    else if (sequence === '\u001b[K' || sequence === '\u001b[0K') rows[row]?.splice(column);
    else if (sequence === '\u001b[0J' || sequence === '\u001b[J') {
      rows[row]?.splice(column);
      rows.splice(row + 1);
    } else if (command === 'A') move(Math.max(0, row - Number(count || 1)), column);
    else if (command === 'G') move(row, Number(count || 1) - 1);
    else throw new Error(`the screen does not know ${JSON.stringify(sequence)}`);
  }

  const output = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      for (const part of text.match(/\u001b(?:\[\d*.|.)|./gsu) ?? []) {
        if (part === '\n') move(row + 1, 0);
        else if (part === '\r') column = 0;
        else if (part.startsWith('\u001b')) obey(part);
        else put(part);
      }
      for (const look of looks) look();
      done();
    },
  });
  /** what is to be seen, without white space at the ends */
  const seen = () =>
    rows
      .map(line => line.join('').trimEnd())
      .join('\n')
      .trimEnd();
  return {
    output: Object.assign(output, { isTTY: true, columns, getColorDepth: () => 4 }),
    seen,
    /** Resolves when this is to be seen. */
    shows(text: string): Promise<void> {
      return new Promise(resolve => {
        const look = () => {
          if (!seen().includes(text)) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      });
    },
    /** how often a row was longer than the screen is wide */
    overflows: () => overflows,
  };
}
