import type { StreamingRead } from '@eventstore/db-client';
import { NoAnswer } from './back-off';
import { Silence } from './silence';

/**
 * Takes everything a read gives. Reads of this client have no deadline: it fails once nothing has come for `silence`
 * milliseconds.
 */
export function collect<Item>(
  read: StreamingRead<Item>,
  silence: number,
  take: (item: Item) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const quiet = new Silence(silence, () => {
      end(() => {
        reject(new NoAnswer(`nothing was read for ${Math.round(silence)} ms`));
      });
    });
    let isOver = false;
    const end = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      quiet.end();
      settle();
      // A call that never began has nothing to cancel, and its failure has been reported.
      read.cancel().catch(() => undefined);
    };
    read.on('data', (item: Item) => {
      if (isOver) return;
      quiet.broken();
      take(item);
    });
    // This listener stays for good: an error that comes late would end the process.
    read.on('error', (error: Error) => {
      end(() => {
        reject(error);
      });
    });
    read.on('end', () => {
      end(resolve);
    });
    read.on('close', () => {
      end(() => {
        reject(new NoAnswer('the read was closed'));
      });
    });
  });
}
