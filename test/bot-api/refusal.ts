/** What the Bot API says no with: thrown by a method, answered by the server. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined;

  constructor(code: number, description: string, parameters?: Refusal['parameters']) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export const badRequest = (why: string) => new Refusal(400, `Bad Request: ${why}`);

export const forbidden = (why: string) => new Refusal(403, `Forbidden: ${why}`);

/** @param seconds whole seconds until the next call of that kind may succeed */
export const tooMany = (seconds: number) =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
