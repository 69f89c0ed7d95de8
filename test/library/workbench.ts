import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Filter } from '../../src/library/catalog.ts';
import { ingest } from '../../src/library/ingest.ts';
import { type Library, openLibrary } from '../../src/library/library.ts';
import type { LibraryOptions } from '../../src/library/workshop.ts';
import { countingEmbedder, testAnalyzer } from './parts.ts';

/** A digest folder, a library beside it, and the parts to bring one to the other; gone when the test ends. */
export async function createWorkbench() {
  const root = await mkdtemp(join(tmpdir(), 'noted-library-'));
  const digestDir = join(root, 'digest');
  const uri = join(root, 'library');
  await mkdir(digestDir);
  const opened: Library[] = [];
  onTestFinished(async () => {
    for (const library of opened) await library.close();
    await rm(root, { recursive: true, force: true });
  });
  const embedder = countingEmbedder();

  async function write(file: string, text: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(digestDir, file)), { recursive: true });
    await writeFile(join(digestDir, file), text);
  }

  async function open(options: Partial<LibraryOptions> = {}) {
    const library = await openLibrary({
      uri,
      dataDir: root,
      embedder,
      analyzer: testAnalyzer,
      now: Date.now,
      ...options,
    });
    opened.push(library);
    return library;
  }

  return { root, digestDir, uri, embedder, write, open, ingest: (library: Library) => ingest({ library, digestDir }) };
}

/** A day in the seed's style. */
export function day(date: string, ...items: string[]): string {
  return `## ${date}\n${items.map((item, index) => `(${index + 1}) ${item}`).join('\n')}\n`;
}

/** The texts of the entries whose vectors are closest to a text's, closest first. */
export async function closest(
  library: Library,
  vector: Float32Array,
  { limit, filter }: { limit: number; filter?: Filter | undefined },
): Promise<{ text: string; id: string; similarity: number }[]> {
  const sought = { terms: [], glosses: [], vector };
  const candidates = await library.candidates(sought, { matching: 0, nearest: limit, filter });
  const entries = await library.byIds(candidates.map(({ id }) => id));
  const found = entries.map(({ text, id }, index) => ({ text, id, similarity: candidates[index]?.similarity ?? 0 }));
  return found.sort((one, other) => other.similarity - one.similarity);
}
