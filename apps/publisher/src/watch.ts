import { LogForked, requireMarked } from '#libs/event-sourcing';
import type { EventMark, EventReader, RecordedEvent } from '#libs/event-sourcing';
import { epochIn, Superseded } from './checkpoint-stream';
import type { StoredCheckpoint } from './checkpoint-stream';

/** A stay at the head of the log: where it is, and what the last checkpoint does not cover yet. */
export interface Watch {
  checkpoint: StoredCheckpoint;
  position: bigint;
  /** The event at `position`, when it is known. */
  mark: EventMark | undefined;
  /** When the first confirmation after the checkpoint came, by `performance.now()`. */
  unsavedSince: number | null;
}

/** The log itself shows when somebody else took over, also to one that has nothing to store. @throws Superseded */
export function requireNoSuccessor(batch: readonly RecordedEvent[], { checkpoint }: Watch): void {
  const successor = batch.find((event) => (epochIn(event) ?? 0) > checkpoint.epoch);
  if (successor !== undefined) throw new Superseded(`taken over at position ${successor.position}`);
}

/** Whatever fails may fail because the log is another one than that of the watch. False while nobody can say. */
export async function isForked(
  error: unknown,
  { mark }: Watch,
  store: Pick<EventReader, 'readAt'>,
): Promise<boolean> {
  if (error instanceof LogForked) return true;
  if (mark === undefined) return false;
  return requireMarked(store, mark).then(
    () => false,
    (other: unknown) => other instanceof LogForked,
  );
}
