import type { EventReader, EventSubscriber } from '#libs/event-sourcing';
import type { GenerationOptions } from './generation';
import type { Fork } from '../log/log-fork';
import type { RecordedKeys } from '../commands/recorded-keys';
import type { ViewCheckpoint } from '../files/view-database';

/** What the projector has done so far. */
export interface Progress {
  /** That may be read; null while there is none, or nobody knows yet whether it is of this log. */
  readonly generation: number | null;
  /** Checkpoints of the live views, also before they may be read; empty while there are none. */
  readonly views: readonly ViewCheckpoint[];
  /** Position of the generation being built, null when none is. */
  readonly building: bigint | null;
  /** The last look that was asked for and is done (`Projector.lookAgain`). */
  readonly looked: number;
}

export interface ProjectorOptions extends GenerationOptions {
  readonly store: EventReader & EventSubscriber;
  /** Ends the run after the batch in hand. */
  readonly signal: AbortSignal;
  /** Events a batch; the larger it is the faster a rebuild, and the longer a commit. */
  readonly batchSize?: number;
  /** Receives the keys of every command that the live views show, when `commands` is one of them. */
  readonly keys?: RecordedKeys;
  /** Called when live views are found, then after each batch that changed them and after a swap. */
  readonly onProgress?: (progress: Progress) => void;
  /** A new generation is live; readers turn to it before they see any progress of it. */
  readonly onSwap?: (generation: number) => void;
  /** The live views are of another log: nobody may read them any more. They are built anew. */
  readonly onDisowned?: () => void;
  /** Why, after that. */
  readonly onFork?: (fork: Fork) => void;
  /** The subscription was interrupted, and is taken up again. */
  readonly onDropped?: (reason: string) => void;
  /** The store or the disk failed; it is tried again. */
  readonly onRetry?: (error: Error) => void;
}
