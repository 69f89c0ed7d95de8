import { once } from 'node:events';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection on which anything can be written; `answer` resolves with all that came until it was closed. */
export async function openConnection(port: number) {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', chunk => chunks.push(chunk));
  // A connection that is cut may end in an error; what came before counts.
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return {
    write: (text: string) => void socket.write(text),
    end: () => void socket.destroy(),
    /** resolves when something came */ came: () => once(socket, 'data'),
    async answer() {
      await closed;
      return Buffer.concat(chunks).toString();
    },
  };
}
