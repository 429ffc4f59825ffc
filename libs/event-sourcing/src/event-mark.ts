import type { RecordedEvent } from './event';

/**
 * Which event stood at a position. Another log, and one that went back to a backup, give the same positions to other
 * events: who keeps a position beyond a connection keeps its mark, and goes on only where that event still is.
 */
export interface EventMark {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  /** SHA-256 of the event, in hex; empty where it is none of ours. */
  readonly hash: string;
}

/** Behind which event to go on: a position (-1n is the beginning), or the mark of the event that has to stand there. */
export type After = bigint | EventMark;

/** The event that stood at a position is not there: this is another log, or it has gone back. */
export class LogForked extends Error {
  override readonly name = 'LogForked';
  constructor(
    readonly after: After,
    options?: ErrorOptions,
  ) {
    super(`the log does not hold ${inWords(after)}: it is another one or has gone back`, options);
  }
}

export function markOf({ position, stream, revision, metadata }: RecordedEvent): EventMark {
  return { position, stream, revision, hash: metadata.hash };
}

export function positionAfter(after: After): bigint {
  return typeof after === 'bigint' ? after : after.position;
}

/** Is it the marked event that was found at its position? */
export function isMarked(found: RecordedEvent | undefined, mark: EventMark): boolean {
  if (found === undefined) return false;
  const { position, stream, revision, hash } = markOf(found);
  return (
    position === mark.position && hash === mark.hash && stream === mark.stream && revision === mark.revision
  );
}

/** @throws LogForked when the marked event is not where it was. */
export async function requireMarked(
  log: { readAt(position: bigint): Promise<RecordedEvent | undefined> },
  mark: EventMark,
): Promise<void> {
  if (!isMarked(await log.readAt(mark.position), mark)) throw new LogForked(mark);
}

function inWords(after: After): string {
  if (typeof after === 'bigint') return `an event at position ${after}`;
  return `revision ${after.revision} of ${after.stream} at position ${after.position}`;
}
