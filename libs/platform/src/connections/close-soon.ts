import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How long a connection that is given up still takes in what its client sends, in milliseconds. */
export const LINGER_MS = 1_500;

/**
 * Sends what is written and the end, and lets go of the connection soon, whatever the other side does. Until then
 * what arrives is thrown away: a connection closed over unread bytes is reset, and the client may lose the answer.
 */
export function closeSoon(socket: Socket): void {
  if (socket.destroyed) return;
  socket.end();
  takeNoMore(socket);
  destroyLater(socket);
}

/** Lets go of a connection unless the body that its client still owes has come by then. */
export function closeUnlessComplete(message: IncomingMessage): void {
  setTimeout(() => {
    if (!message.complete) message.socket.destroy();
  }, LINGER_MS).unref();
}

/** Whether a part of the body is still to come. Asked in the hooks before it is read, this means: of any body. */
export function awaitsBody({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Reads on and parses nothing: Node gives a socket back from its parser to whoever listens to its data. */
function takeNoMore(socket: Socket): void {
  socket.on('data', () => undefined).removeAllListeners('data');
  socket.resume();
}

function destroyLater(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => {
    clearTimeout(timer);
  });
}
