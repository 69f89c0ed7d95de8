import type { Tokens } from './writer.ts';

/** Why a model did not do what it was asked to. */
export type ModelTrouble =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  /** too many requests, or no money left */
  | 'limited'
  /** the server does not take the request as it is */
  | 'rejected'
  /** the server failed */
  | 'failed'
  /** the answer ended before its end */
  | 'cut'
  /** what came is no answer of this API, or not of the shape that was asked for */
  | 'garbled'
  | 'empty';

/** A model's server did not answer as it should. The message names the server and the trouble, and holds no secret. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly trouble: ModelTrouble;
  /** of HTTP, where there was one */ readonly status: number | undefined;
  /** when the server is worth asking again, in milliseconds from then, where it said so */
  readonly retryInMs: number | undefined;
  /** what the attempt cost all the same */ readonly tokens: Tokens | undefined;

  constructor(
    message: string,
    {
      trouble,
      status,
      retryInMs,
      tokens,
      cause,
    }: {
      trouble: ModelTrouble;
      status?: number | undefined;
      retryInMs?: number | undefined;
      tokens?: Tokens | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause });
    this.trouble = trouble;
    this.status = status;
    this.retryInMs = retryInMs;
    this.tokens = tokens;
  }
}
