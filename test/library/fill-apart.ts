import { fillSpace } from '../../src/library/fill.ts';
import { openLibrary } from '../../src/library/library.ts';
import { countingEmbedder, testAnalyzer } from './parts.ts';

const [uri = '', dataDir = '', batches = ''] = process.argv.slice(2);
const library = await openLibrary({
  uri,
  dataDir,
  embedder: countingEmbedder(),
  analyzer: testAnalyzer,
  now: Date.now,
});
let told = 0;
await fillSpace({
  library,
  embedder: countingEmbedder({ space: 'model-m-24', dimensions: 24 }),
  maker: { model: 'm' },
  onProgress() {
    told += 1;
    if (told > Number(batches)) process.kill(process.pid, 'SIGKILL');
  },
});
await library.close();
