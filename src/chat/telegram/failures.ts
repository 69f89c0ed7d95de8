/** Thrown by a handler that was stopped before it was through: its update stays in the inbox and is handled anew. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor() {
    super('stopped before the end');
  }
}

/** Telegram does not know the token. The message says what to do and does not hold it. */
export class UnauthorizedError extends Error {
  override readonly name = 'UnauthorizedError';

  constructor(description: string) {
    super(
      `Telegram does not accept TELEGRAM_BOT_TOKEN (${description}). Copy the token anew from @BotFather, and look whether TELEGRAM_API_ROOT is meant.`,
    );
  }
}

/** Telegram will not do what the settings ask for; the message has its reason. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
