/**
 * The store cannot be used, now or at all; what was asked of it may be asked again. The message says what to do and
 * holds neither a password nor what people wrote.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** What the message of an error says, also of the several attempts that a connection to one name may take. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
