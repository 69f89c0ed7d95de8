/** Open what a model thinks, where its server leaves that in the answer. */
const OPENINGS = ['<think>', '<thinking>', '<thought>', '<reasoning>'];

/** Leaves out of a text that comes in pieces what stands before the answer itself: `<think>…</think>` and empty lines. */
export type ThoughtFilter = {
  /** what of the answer is known now */ push(piece: string): string;
  /** what was held back, when no more comes */ end(): string;
  /** the model has thought aloud */ thought(): boolean;
};

export function createThoughtFilter(): ThoughtFilter {
  let held = '';
  let closing: string | undefined;
  let thought = false;
  let begun = false;

  const take = (): string => {
    for (;;) {
      if (closing !== undefined) {
        const at = held.indexOf(closing);
        if (at < 0) {
          held = held.slice(-closing.length);
          return '';
        }
        held = held.slice(at + closing.length);
        closing = undefined;
      }
      const start = held.trimStart();
      const opening = OPENINGS.find(one => start.startsWith(one));
      if (opening !== undefined) {
        held = start.slice(opening.length);
        closing = opening.replace('<', '</');
        thought = true;
        continue;
      }
      if (OPENINGS.some(one => one.startsWith(start))) return '';
      begun = true;
      held = '';
      return start;
    }
  };

  return {
    push(piece) {
      if (begun) return piece;
      held += piece;
      return take();
    },
    end() {
      const rest = begun || closing !== undefined ? '' : held.trimStart();
      held = '';
      return rest;
    },
    thought: () => thought,
  };
}
