/** FNV-1a, 32 bits unsigned (Fowler, Noll, Vo), over UTF-16 code units. Its low bits want mixing before they are used. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
