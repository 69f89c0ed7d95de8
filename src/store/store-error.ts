/** The store cannot be used; the message says what to do and holds neither a password nor what people wrote. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
