import { RecordedKeys } from '../commands/recorded-keys';
import type { ViewsReader } from '../files/views-reader';

/**
 * The views as a server reads them while a projector follows the log. A class and not an interface, so that it can
 * name itself where it is injected.
 */
export abstract class ReadSide {
  /** Always reads the newest complete generation. */
  abstract readonly reader: ViewsReader;

  /** Kept up to date by the projector. */
  readonly keys = new RecordedKeys();

  /** Since when the views have stopped while the log goes on, RFC 3339 UTC; undefined while they follow. */
  behindSince: string | undefined;

  /** Up to here a log gave positions that went back since, or was another one; -1n when none is known. */
  lostUpTo = -1n;

  /** How often the log has gone back, or turned out to be another one. */
  forks = 0;

  /** True once the views have seen `position`; false when that takes longer than `milliseconds`. */
  abstract until(position: bigint, milliseconds: number): Promise<boolean>;

  /** Calls `listener` after each batch that changed the views, until the returned function is called. */
  abstract onChange(listener: () => void): () => void;
}
