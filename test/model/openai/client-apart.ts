/** Asks the server at the address that it is given, and ends by itself. Run with an environment that means no good. */
import { createChat } from '../../../src/model/openai/chat.ts';
import { connect } from '../../../src/model/openai/client.ts';

const [baseUrl = '', apiKey] = process.argv.slice(2);
const chat = createChat({ server: connect({ baseUrl, apiKey }), model: 'm', patienceMs: 5_000, attempts: 1 });
const stream = chat.stream({ system: 's', user: 'u', maxTokens: 9 }, { signal: new AbortController().signal });
for await (const piece of stream) process.stdout.write(piece);
