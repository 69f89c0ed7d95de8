import { badRequest } from './refusal.ts';

/** The arguments of one call. As in the real server, each is a string, however it came: JSON values are kept as their JSON text. */
export type Parameters = {
  has(name: string): boolean;
  /** The argument, or the empty string. */
  text(name: string): string;
  /** Clamped to the bounds. What is no number reads as 0, as there. */
  integer(name: string, o?: { or?: number; min?: number; max?: number }): number;
  flag(name: string): boolean;
  /** The argument as JSON; undefined where it is absent or empty. */
  json(name: string, complaint?: string): unknown;
};

export function parametersOf(values: ReadonlyMap<string, string>): Parameters {
  const text = (name: string) => values.get(name) ?? '';
  return {
    has: name => text(name) !== '',
    text,
    integer(name, { or = 0, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) {
      const given = text(name);
      const read = given === '' ? or : Number(/^[+-]?\d+/.exec(given.trim())?.[0] ?? 0);
      return Math.min(Math.max(read, min), max);
    },
    flag: name => /^(?:true|yes|1)$/i.test(text(name).trim()),
    json(name, complaint = `can't parse ${name.replaceAll('_', ' ')} JSON object`) {
      if (text(name) === '') return undefined;
      try {
        return JSON.parse(text(name));
      } catch {
        throw badRequest(complaint);
      }
    },
  };
}

/** An object to look into, or undefined. */
export function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
