/** Takes two cells where characters have equal widths: Chinese, Japanese, Korean, full-width forms and emoji. */
export const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
/** Takes none of its own. */
export const mark = /[\p{M}\p{Cf}]/u;
/** One cell mostly, and two in terminals that are set up for Chinese. */
const either = /[\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u2460-\u257f\u25a0-\u266f]/;

/** The cells that a text takes mostly. */
export function widthOf(text: string): number {
  let cells = 0;
  for (const char of text) cells += mark.test(char) ? 0 : wide.test(char) ? 2 : 1;
  return cells;
}

/** The cells that it takes anywhere, at most. */
export function widestOf(text: string): number {
  let cells = widthOf(text);
  for (const char of text) if (either.test(char) && !wide.test(char)) cells += 1;
  return cells;
}
