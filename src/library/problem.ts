import { messageOf } from '../errors.ts';

/** What an error says, in one line and without the places in LanceDB's own source that it likes to name. */
export function inOneLine(error: unknown): string {
  return messageOf(error)
    .replace(/, \S+\.rs:\d+:\d+.*$/s, '')
    .split('\n', 1)
    .join('')
    .slice(0, 300);
}

/** Numbers of system errors that say something about what is on the disk: ENOENT, ENOTDIR, EISDIR, EINVAL. */
const ABOUT_CONTENT = [2, 20, 21, 22];

/** What an object store or the way to it says when it is not the tables that are at fault. */
const OUT_OF_REACH =
  /time[d ]*out|error sending request|connect|network|dns|credential|unauthorized|forbidden|access ?denied|permission|throttl|slow ?down|too many|no space|quota|out of memory|status[: ]+(?:4(?!04)|5)\d\d/i;

/**
 * Whether reading a table failed because of what the table holds, so that making it anew helps. A full disk, a missing
 * permission or a network that is down say nothing about the table. LanceDB gives all of them as text only, and on this
 * machine that text names the system's error by its number; other words of it may stem from the path.
 */
export function isDamage(error: unknown, { remote }: { remote: boolean }): boolean {
  const message = messageOf(error);
  const numbers = [...message.matchAll(/os error (\d+)/g)].map(([, number]) => Number(number));
  if (numbers.length > 0) return numbers.every(number => ABOUT_CONTENT.includes(number));
  return !remote || !OUT_OF_REACH.test(message);
}
