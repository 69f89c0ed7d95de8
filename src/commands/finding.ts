/** One thing looked at: it works, it works but wants attention, or it does not work. Advice is part of the text. */
export type Finding = { mark: '✓' | '!' | '✗'; text: string };
