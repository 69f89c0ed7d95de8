import { ingest } from '../../src/library/ingest.ts';
import { openLibrary } from '../../src/library/library.ts';
import { countingEmbedder, testAnalyzer } from './parts.ts';

const [digestDir = '', uri = '', dataDir = ''] = process.argv.slice(2);
const library = await openLibrary({
  uri,
  dataDir,
  embedder: countingEmbedder(),
  analyzer: testAnalyzer,
  now: Date.now,
});
const report = await ingest({ library, digestDir, onProgress: ({ phase }) => console.log(phase) });
console.log(JSON.stringify(report));
await library.close();
