import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Frame } from './append-frame';
import { collectAtRest } from './collect-at-rest';
import { refusalFor } from './open-refused';
import { WriterHost } from './writer-host';
import type { WriterData } from './writer-host';

/** More would only make the first of a batch wait for the last. */
const MAX_BATCH_VALUES = 40_000;

function serve(port: MessagePort, data: WriterData): void {
  const host = new WriterHost(data, (message) => {
    port.postMessage(message);
  });
  const working = collectAtRest();
  // While one batch was committed the frames of the next have gathered in the port; null asks to close.
  port.on('message', (first: Frame | null) => {
    working();
    const frames: Frame[] = [];
    let values = 0;
    let next: Frame | null | undefined = first;
    while (next !== undefined && next !== null) {
      frames.push(next);
      values += next.length;
      if (values >= MAX_BATCH_VALUES) break;
      next = (receiveMessageOnPort(port) as { message: Frame | null } | undefined)?.message;
    }
    if (frames.length > 0) host.handle(frames);
    if (next === null) {
      host.close();
      port.close();
    }
  });
  port.postMessage({ ready: true });
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
