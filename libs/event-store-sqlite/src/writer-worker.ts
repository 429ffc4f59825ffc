import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Frame } from './append-frame';
import { collectAtRest } from './collect-at-rest';
import { refusalFor } from './open-refused';
import { WriterHost } from './writer-host';
import type { WriterData } from './writer-host';

/** More would only make the first of a batch wait for the last. */
const MAX_BATCH_VALUES = 40_000;
/**
 * How long the writer stays awake after a batch, in milliseconds: a client that appends one event after the other sends
 * the next within it, and to wake a sleeping thread takes a tenth of a commit.
 */
const AWAKE = 0.1;

/** Null asks to close; undefined: nothing has come. */
type Sent = Frame | null | undefined;

function serve(port: MessagePort, data: WriterData): void {
  const host = new WriterHost(data, (message) => {
    port.postMessage(message);
  });
  const working = collectAtRest();
  port.on('message', (first: Frame | null) => {
    let sent: Sent = first;
    while (sent !== undefined && sent !== null) {
      working();
      const { frames, then } = gathered(port, sent);
      host.handle(frames);
      sent = then === undefined ? comesSoon(port) : then;
    }
    if (sent === null) {
      host.close();
      port.close();
    }
  });
  port.postMessage({ ready: true });
}

/** The frames of a batch, which have gathered while the one before was committed, and what came instead of a further one. */
function gathered(port: MessagePort, first: Frame): { readonly frames: Frame[]; readonly then: Sent } {
  const frames: Frame[] = [];
  let values = 0;
  let next: Sent = first;
  while (next !== undefined && next !== null) {
    frames.push(next);
    values += next.length;
    if (values >= MAX_BATCH_VALUES) return { frames, then: undefined };
    next = received(port);
  }
  return { frames, then: next };
}

function comesSoon(port: MessagePort): Sent {
  const until = performance.now() + AWAKE;
  let sent: Sent;
  do sent = received(port);
  while (sent === undefined && performance.now() < until);
  return sent;
}

function received(port: MessagePort): Sent {
  return (receiveMessageOnPort(port) as { readonly message: Frame | null } | undefined)?.message;
}

if (parentPort !== null) {
  const data = workerData as WriterData;
  try {
    serve(parentPort, data);
  } catch (error) {
    // An error would lose its class and code on the way between threads.
    const { code, message } = refusalFor(data.directory, error);
    parentPort.postMessage({ refused: { code, message } });
  }
}
