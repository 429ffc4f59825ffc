/* Channel to the writer, in a thread of its own or in this one. */
import { extname, join } from 'node:path';
import { setImmediate } from 'node:timers';
import { Worker } from 'node:worker_threads';
import type { Answers, Frame } from './append-frame';
import { OpenRefused } from './open-refused';
import { WriterHost } from './writer-host';
import type { WriterData, WriterMessage } from './writer-host';

/** The way to the writer. Frames are answered in the order they were sent in. */
export interface WriterLink {
  send(frame: Frame): void;
  /** Resolves when everything sent is answered and the files are closed. */
  close(): Promise<void>;
}

export interface WriterLinkEvents {
  answered(answers: Answers): void;
  /** The writer stopped by itself and committed nothing after its last answer. */
  stopped(reason: string): void;
  /** The writer is gone; what it did with the frames not yet answered is unknown. */
  died(reason: string): void;
}

/** The entry lies beside this file and has its extension: `.js` when built, `.ts` under a TypeScript loader. */
const EXTENSION = extname(__filename);
const ENTRY = join(__dirname, `writer-worker${EXTENSION}`);
const LOADER = EXTENSION === '.ts' ? ['--conditions=source', '--require=@swc-node/register'] : [];

/** Its garbage dies with the batch. By default it would be allowed several times as much memory as it needs. */
const YOUNG_GENERATION_MB = 12;

/** Starts the writer in a thread of its own, so that commits and checkpoints never hold up the event loop. */
export function startWorkerLink(data: WriterData, events: WriterLinkEvents): Promise<WriterLink> {
  const worker = new Worker(ENTRY, {
    name: 'event-writer',
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    execArgv: ['--disable-warning=ExperimentalWarning', ...LOADER],
  });
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve();
    });
  });
  let state: 'starting' | 'open' | 'ended' = 'starting';
  const link: WriterLink = {
    send: (frame) => {
      worker.postMessage(frame);
    },
    close: () => {
      state = 'ended';
      worker.postMessage(null);
      return exited;
    },
  };
  return new Promise((resolve, reject) => {
    const end = (reason: string): void => {
      if (state === 'open') events.died(reason);
      else reject(new OpenRefused('NOT_USABLE', reason));
      state = 'ended';
    };
    worker.on('message', (message: WriterMessage) => {
      if ('answers' in message) events.answered(message.answers);
      else if ('stopped' in message) events.stopped(message.stopped);
      else if ('refused' in message) reject(new OpenRefused(message.refused.code, message.refused.message));
      else {
        state = 'open';
        resolve(link);
      }
    });
    worker.on('error', (error) => {
      end(`the writer thread failed: ${String(error)}`);
    });
    worker.on('exit', () => {
      if (state !== 'ended') end('the writer thread ended');
    });
  });
}

/** The same writer on the calling thread: a second way to run it, for tests and small tools. */
export function startLocalLink(data: WriterData, events: WriterLinkEvents): Promise<WriterLink> {
  return new Promise((resolve) => {
    const host = new WriterHost(data, (message) => {
      if ('answers' in message) events.answered(message.answers);
      else if ('stopped' in message) events.stopped(message.stopped);
    });
    resolve({
      send: (frame) => {
        setImmediate(() => {
          host.handle([frame]);
        });
      },
      close: () =>
        new Promise((closed) => {
          setImmediate(() => {
            host.close();
            closed();
          });
        }),
    });
  });
}
