import { z } from 'zod';

/** Text as both databases keep it: PostgreSQL refuses NUL, and half a character would come back as another one. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}

const List = z.array(z.string());

/** Reads a list of ids kept as JSON. */
export function readList(json: string): string[] {
  return List.parse(JSON.parse(json));
}
