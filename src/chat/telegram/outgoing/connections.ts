import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** The connections to one server, watched from outside, since telegraf's transport tells nothing of them. */
export type Connections = {
  agent: HttpAgent;
  /**
   * Follows the request that `act` makes: whether it got a connection, without which nothing of it can have left. The signal
   * ends it, and so does a connection that does not open in time; `act` is given the signal to pass on.
   */
  follow<T>(signal: AbortSignal, act: (cut: AbortSignal) => Promise<T>): Promise<Followed<T>>;
  close(): void;
};

type Followed<T> = { settled: PromiseSettledResult<T>; connected: boolean };
type Watch = { request: ClientRequest | undefined; answered: boolean; connected: boolean };

const CREATED = 'http.client.request.created';

export function openConnections(o: { secure: boolean; connectMs: number; idleMs: number }): Connections {
  const agent = new (o.secure ? HttpsAgent : HttpAgent)({ keepAlive: true, timeout: o.idleMs });
  const current = new AsyncLocalStorage<Watch>();
  const created = (message: unknown) => {
    const watch = current.getStore();
    if (watch === undefined || typeof message !== 'object' || message === null || !('request' in message)) return;
    if (message.request instanceof ClientRequest) observe(message.request, watch);
  };
  subscribe(CREATED, created);

  return {
    agent,
    async follow(signal, act) {
      const watch: Watch = { request: undefined, answered: false, connected: false };
      const cutting = new AbortController();
      // An answer that has begun is ended with its connection: aborted, it would leave a timer of 500 s in node-fetch.
      const cut = () => (watch.answered ? watch.request?.destroy() : cutting.abort());
      const opening = setTimeout(() => watch.connected || cutting.abort(), o.connectMs);
      signal.addEventListener('abort', cut);
      if (signal.aborted) cut();
      const [settled] = await Promise.allSettled([current.run(watch, () => act(cutting.signal))]);
      clearTimeout(opening);
      signal.removeEventListener('abort', cut);
      return { settled, connected: watch.connected };
    },
    close() {
      unsubscribe(CREATED, created);
      agent.destroy();
    },
  };
}

function observe(request: ClientRequest, watch: Watch): void {
  watch.request = request;
  request.once('socket', socket => {
    const opening = socket.connecting && !request.reusedSocket;
    if (!opening) watch.connected = true;
    else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => (watch.connected = true));
  });
  request.once('response', response => {
    watch.answered = true;
    endWithResponse(response);
  });
}

/**
 * node-fetch sets a timer of 500 s for the body and takes it back only at the body's end, which never comes where the
 * connection breaks. So the body is ended with the answer. node-fetch's own care for answers in chunks would come before that
 * and leave the timer; it goes by the header.
 */
function endWithResponse(response: IncomingMessage): void {
  delete response.headers['transfer-encoding'];
  const pipe = response.pipe;
  response.pipe = (destination, options) => {
    response.once('close', () => response.readableEnded || destination.end());
    return pipe.call(response, destination, options) as typeof destination;
  };
}
