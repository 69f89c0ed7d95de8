/**
 * How long the answer to a press, or to what is typed behind the bot's name, is attempted, in milliseconds. Telegram takes none
 * after some 15 seconds, and whoever waits has long given up by then.
 */
export const QUERY_MS = 5_000;
