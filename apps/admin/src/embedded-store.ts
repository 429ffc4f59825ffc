import type { StoredText } from '#libs/event-sourcing';
import { openLogIn, SqliteLogLoader } from '#libs/event-store-sqlite';
import type { CheckedLog } from '#libs/event-store-sqlite';
import { discardGenerations } from '#libs/projections';
import { AdminError } from './admin-error';
import { checkedPages } from './log-copying';
import type { LogSource, LogTarget } from './log-copying';

/** The log of a data folder as it is now; a server may go on writing behind it. @throws OpenRefused */
export function embeddedSource(directory: string): LogSource {
  const log = openLogIn(directory);
  const { position } = log;
  return {
    events: position + 1n,
    pages: () =>
      checkedPages(log.pages(position), (reason, { stream, revision }, index) => {
        const what = `${reason} at ${stream} revision ${revision}, position ${index}`;
        return new AdminError('LOG_FAULTY', `${directory}: ${what}`);
      }),
    close: () => {
      log.close();
      return Promise.resolve();
    },
  };
}

/** A data folder that holds no log yet; it holds all of the new one or nothing. @throws OpenRefused */
export class EmbeddedTarget implements LogTarget {
  private readonly loader: SqliteLogLoader;

  constructor(
    private readonly directory: string,
    time: string,
  ) {
    this.loader = new SqliteLogLoader(directory, time);
  }

  writeStored(events: readonly StoredText[]): Promise<void> {
    return this.loader.writeStored(events);
  }

  complete(): Promise<CheckedLog> {
    return Promise.resolve().then(() => {
      const checked = this.loader.complete();
      // Views of a log that was here before may be ahead of this one.
      discardGenerations(this.directory);
      return checked;
    });
  }

  abandon(): Promise<string> {
    this.loader.abandon();
    return Promise.resolve(`${this.directory} still holds no log`);
  }
}
