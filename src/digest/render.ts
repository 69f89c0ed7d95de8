import type { Digest } from './entry.ts';

/** The digest as Markdown. What `parse` read comes back byte for byte. */
export function render(digest: Pick<Digest, 'blocks'>): string {
  return digest.blocks.map(block => block.raw).join('');
}
