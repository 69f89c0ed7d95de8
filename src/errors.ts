/**
 * What a caught error says, or whatever else was thrown; of the several attempts that a connection to one name may take,
 * what each of them says. Never throws.
 */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join('; ');
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    // An object that will not be made into text.
    return typeof error;
  }
}
