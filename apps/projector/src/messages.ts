import type { Fork, Progress } from '#libs/projections';

/** What the projector is started with. */
export interface ProjectorData {
  /** Folder of the views, and of the log unless that is kept elsewhere. */
  readonly directory: string;
  readonly eventStore?: {
    readonly url: string;
    readonly credentials?: { readonly username: string; readonly password: string };
  };
  readonly batchSize?: number;
}

/** The same for its thread. */
export interface ProjectorThreadData extends ProjectorData {
  /** Memory of `RecordedKeys`, seen by both threads. */
  readonly keys: SharedArrayBuffer;
}

/** What the thread is asked. */
export type Request = 'rebuild' | 'stop' | { readonly look: number };

/** What the thread reports. Messages come in the order in which the files changed. */
export type Report =
  | { readonly progress: Progress }
  | { readonly swapped: number }
  | { readonly stopped: { readonly view: string; readonly position: bigint; readonly reason: string } }
  /** The live views are of another log, nobody may read them; then why. */
  | { readonly disowned: true }
  | { readonly fork: Fork }
  | { readonly dropped: string }
  | { readonly retry: string };
