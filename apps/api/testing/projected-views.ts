import { ReadSide, openViews, runProjector } from '#libs/projections';
import { CATALOGUE } from '#libs/read-models';
import type { ViewsReader } from '#libs/projections';
import type { EventStore } from '#libs/event-sourcing';

/** The views of a specification: the real projector in this thread, over whatever store the API writes to. */
export class ProjectedViews extends ReadSide {
  readonly reader: ViewsReader;
  private readonly listeners = new Set<() => void>();
  private readonly stop = new AbortController();
  private readonly running: Promise<void>;

  constructor(store: EventStore, directory: string) {
    super();
    this.reader = openViews(directory, CATALOGUE);
    this.running = runProjector({
      store,
      directory,
      catalogue: CATALOGUE,
      keys: this.keys,
      signal: this.stop.signal,
      onSwap: () => {
        this.reader.reopen();
      },
      onProgress: () => {
        for (const listener of this.listeners) listener();
      },
      onStopped: ({ name, error }) => {
        throw new Error(`the view ${name} stopped`, { cause: error });
      },
    });
  }

  until(position: bigint, milliseconds: number): Promise<boolean> {
    if (this.hasSeen(position)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (seen: boolean): void => {
        clearTimeout(timer);
        stopListening();
        resolve(seen);
      };
      const timer = setTimeout(end, milliseconds, false);
      const stopListening = this.onChange(() => {
        if (this.hasSeen(position)) end(true);
      });
    });
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.running;
    this.reader.close();
  }

  private hasSeen(position: bigint): boolean {
    return this.reader.isReady && BigInt(this.reader.asOf().position) >= position;
  }
}
