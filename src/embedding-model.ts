import { type Config, embeddingSettings } from './config.ts';
import type { Library } from './library/library.ts';
import { createModelSpace, type ModelSpace } from './library/model-space.ts';
import type { Log } from './log.ts';
import type { Embedder } from './model/embedder.ts';
import type { ModelCall } from './model/metered.ts';
import { realClock } from './timing/clock.ts';

type Parts = { config: Config; library: Library; onCall: (call: ModelCall) => void; log: Log };

/**
 * Makes ready for the vectors of the model that the settings name, if they name one; what speaks to its server is loaded
 * when the first text is embedded.
 */
export function prepareModelSpace({ config, library, onCall, log }: Parts): ModelSpace | undefined {
  const settings = embeddingSettings(config);
  if (settings === undefined) return undefined;
  const { baseUrl, apiKey, model, dimensions: asked } = settings;
  const metering = { onCall, elapsed: () => performance.now() };

  async function load() {
    const [{ connect }, openAi, { meteredEmbedder }] = await Promise.all([
      import('./model/openai/client.ts'),
      import('./model/openai/embedder.ts'),
      import('./model/metered.ts'),
    ]);
    return { server: connect({ baseUrl, apiKey }), ...openAi, meteredEmbedder };
  }
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  const known = new Map<string, Promise<Embedder>>();
  return createModelSpace({
    library,
    maker: { model, asked },
    embedders: {
      async wanted(signal) {
        const { server, openOpenAiEmbedder, meteredEmbedder } = await loaded();
        return meteredEmbedder(
          await openOpenAiEmbedder({ server, model, wanted: asked, ...(signal && { signal }) }),
          metering,
        );
      },
      of({ space, model: made, dimensions, asked: wanted }) {
        const embedder =
          known.get(space) ??
          loaded().then(({ server, openAiEmbedderOf, meteredEmbedder }) =>
            meteredEmbedder(openAiEmbedderOf({ server, model: made, dimensions, wanted }), metering),
          );
        known.set(space, embedder);
        return embedder;
      },
    },
    log,
    clock: realClock,
  });
}
