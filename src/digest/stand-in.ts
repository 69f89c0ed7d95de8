/** Stands in a line's plain words where a URL stood, so that the brackets and commas around it can be taken out with it. */
export const hole = '\uffff';

/** What makes tags of words, and what stands for it in code, where it makes none: Unicode keeps these for such inner use. */
const marks = '#【】|｜';
const standIns = '\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4';
const mark = new RegExp(`[${marks}]`, 'g');
const standIn = new RegExp(`[${standIns}]`, 'g');
const any = new RegExp(`[${hole}${standIns}]`);

/** Words of code, in which nothing is taken for a tag until `restored` gives them back. */
export function shielded(code: string): string {
  return code.replace(mark, char => standIns.charAt(marks.indexOf(char)));
}

/** The words as written, without what stands for URLs. */
export function restored(words: string): string {
  if (!any.test(words)) return words;
  return words.replaceAll(hole, '').replace(standIn, char => marks.charAt(standIns.indexOf(char)));
}
