/** The message of an error in one line, without the places in LanceDB's own source that it likes to name. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/, \S+\.rs:\d+:\d+.*$/s, '')
    .split('\n', 1)
    .join('')
    .slice(0, 300);
}
