import type { ServerResponse } from 'node:http';

/** A status with what may come with it: an error in OpenAI's form where no body is given. */
export type Status = { status: number; body?: unknown; headers?: Record<string, string> };

/** What can befall any request. `cut`: some of the answer, then the connection dies. */
export type Fault = Status | 'hang' | 'reset' | 'cut' | 'garbage' | 'empty';

const SOME = 200;

/** Sends a JSON body, or what the fault makes of it. A hanging request ends with the server. */
export function sendJson(response: ServerResponse, body: unknown, fault?: Fault): void {
  const text = JSON.stringify(body);
  if (fault === 'hang') return;
  if (fault === 'reset') {
    response.destroy();
  } else if (fault === 'cut') {
    // Longer than what comes, so that whoever reads it knows that it is not whole.
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length + SOME });
    response.write(text.slice(0, SOME), () => response.destroy());
  } else if (fault === 'garbage') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('<html>It works!</html>');
  } else if (fault === 'empty') {
    response.writeHead(200, { 'content-type': 'application/json' }).end();
  } else if (fault !== undefined) {
    sendStatus(response, fault);
  } else {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  }
}

export function sendStatus(response: ServerResponse, { status, body, headers }: Status): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? errorOf(`The server says ${status}.`));
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** An error as OpenAI's servers put it. */
export function errorOf(message: string, facts: { param?: string; code?: string } = {}): object {
  return { error: { message, type: 'invalid_request_error', param: null, code: null, ...facts } };
}
