/**
 * A stretch of Markdown that can be read by itself: a fenced code block, Markdown short enough for the lexer, or text that
 * is not read as Markdown because it is a single line longer than that.
 */
export type Segment = { kind: 'code'; text: string; language: string } | { kind: 'markdown' | 'plain'; text: string };

/** In UTF-16 units: the worst that was found takes marked 0.1 s at this length, and more with the square of it. */
const LONGEST = 4096;

const fence = /^(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

/**
 * Cuts Markdown so that the lexer, whose time goes with the square of the length, has little to read at once: at fences,
 * and where it would be too long, between blocks that begin at the margin, at any line of the margin, or at any line.
 */
export function segments(markdown: string): Segment[] {
  const found: Segment[] = [];
  const lines = markdown.split('\n');
  let pending: string[] = [];
  const flush = () => {
    if (pending.length > 0) found.push(...stretches(pending));
    pending = [];
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const [, marks, language] = fence.exec(line) ?? [];
    if (marks === undefined) {
      pending.push(line);
      continue;
    }
    flush();
    const closing = new RegExp(`^ {0,3}${marks[0]}{${marks.length},}[ \\t]*$`);
    const body: string[] = [];
    for (index++; index < lines.length && !closing.test(lines[index] ?? ''); index++) body.push(lines[index] ?? '');
    found.push({ kind: 'code', text: body.join('\n'), language: language?.trim().split(/\s/)[0] ?? '' });
  }
  flush();
  return found;
}

/** Lines without fences, cut into stretches that are short enough. */
function stretches(lines: readonly string[]): Segment[] {
  const found: Segment[] = [];
  let from = 0;
  let length = 0;
  // The last places to cut, the better first: after a blank line, and anywhere at the margin.
  let block = 0;
  let margin = 0;
  const push = (to: number) => {
    if (to > from) found.push(segment(lines.slice(from, to)));
    from = to;
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (/^\S/.test(line)) {
      margin = index;
      if (lines[index - 1]?.trim() === '') block = index;
    }
    length += line.length + 1;
    if (length <= LONGEST) continue;
    push(block > from ? block : margin > from ? margin : index);
    length = 0;
    for (let at = from; at <= index; at++) length += (lines[at]?.length ?? 0) + 1;
    // What is left over is short enough but for a line that is too long by itself.
    if (length > LONGEST && from < index) {
      push(index);
      length = line.length + 1;
    }
  }
  push(lines.length);
  return found;
}

function segment(lines: readonly string[]): Segment {
  const text = lines.join('\n');
  return { kind: text.length > LONGEST ? 'plain' : 'markdown', text };
}
