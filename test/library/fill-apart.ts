import { fillSpace } from '../../src/library/fill.ts';
import { openLibrary } from '../../src/library/library.ts';
import { countingEmbedder, testAnalyzer } from './parts.ts';

const [uri = '', dataDir = ''] = process.argv.slice(2);
const embedder = countingEmbedder();
const library = await openLibrary({ uri, dataDir, embedder, analyzer: testAnalyzer, now: Date.now });
const report = await fillSpace({
  library,
  embedder: countingEmbedder({ space: 'model-m-24', dimensions: 24 }),
  maker: { model: 'm' },
  onProgress: ({ phase, done }) => console.log(`${phase} ${done}`),
});
console.log(JSON.stringify(report));
await library.close();
