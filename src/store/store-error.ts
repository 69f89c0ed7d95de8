/**
 * The store cannot be used, now or at all; what was asked of it may be asked again. The message says what to do and
 * holds neither a password nor what people wrote.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
