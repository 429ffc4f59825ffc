/* Checkpoint store with fencing: one stream of the log holds position and epoch. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AmbiguousAppend,
  commandIdOf,
  eventIdOf,
  NO_REQUEST,
  RevisionConflict,
  StoreUnavailable,
} from '#libs/event-sourcing';
import type { EventMark, EventStore, ExpectedRevision, NewEvent, RecordedEvent } from '#libs/event-sourcing';

/**
 * How far the log was published, by whom. `epoch` grows with every change of hands. `released`: the holder stopped in
 * good order, and the next may begin at once.
 */
export interface Checkpoint {
  readonly epoch: number;
  readonly holder: string;
  readonly position: bigint;
  /** Which event is there; absent before the first, and in checkpoints of older versions. */
  readonly mark?: EventMark;
  readonly released: boolean;
}

/** A checkpoint with its place in the stream. */
export interface StoredCheckpoint extends Checkpoint {
  readonly revision: ExpectedRevision;
}

/** Somebody else moved the checkpoint: this publisher is no longer the active one. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

const STREAM = 'publisher-kafka';
const TYPE = 'publisher.CheckpointStored.v1';
/** Beyond every revision: answers nothing but where the stream ends. */
const BEYOND = 2n ** 62n;
const AMBIGUOUS_DEADLINE = 8_000;

interface CheckpointData {
  readonly epoch: number;
  readonly holder: string;
  readonly position: string;
  readonly event?: { readonly stream: string; readonly revision: string; readonly hash: string };
  readonly released?: true;
}

/** The epoch of an event of the log, when it is a checkpoint. */
export function epochIn({ stream, data }: RecordedEvent): number | undefined {
  return stream === STREAM ? (data as CheckpointData).epoch : undefined;
}

/**
 * The publisher's memory: one stream of the event store, so nothing is lost with a host. Every checkpoint is appended
 * at the revision of the one before; of two who believe to be active the slower finds the stream moved on, and stops.
 */
export class CheckpointStream {
  private appended = 0;

  constructor(
    private readonly store: Pick<EventStore, 'readStream' | 'append'>,
    /** Names this process; a start under the name of the last holder is its restart. */
    readonly holder: string,
    /** RFC 3339 in UTC. */
    private readonly now: () => string,
    /** Differs with every start, so that ids never repeat. */
    private readonly run: string,
  ) {}

  /** The last checkpoint; before the first there is one that holds nobody to anything. */
  async latest(): Promise<StoredCheckpoint> {
    // Two short reads: the stream grows for years and only its last event counts.
    const { revision } = await this.store.readStream(STREAM, BEYOND);
    if (revision === 'noStream') return { epoch: 0, holder: '', position: -1n, released: true, revision };
    const { events } = await this.store.readStream(STREAM, revision);
    const last = events.at(-1);
    if (last === undefined) throw new StoreUnavailable(`${STREAM} has no event at its revision ${revision}`);
    return { ...checkpointIn(last.data as CheckpointData), revision: last.revision };
  }

  /** Moves the checkpoint. @throws Superseded, and what the store throws; then nothing moved. */
  async append(from: StoredCheckpoint, next: Checkpoint): Promise<StoredCheckpoint> {
    const event = this.eventOf(next);
    try {
      const { revision } = await this.appendOnce(event, from.revision);
      return { ...next, revision };
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      throw new Superseded(`${STREAM} is at revision ${error.actual}`, { cause: error });
    }
  }

  private eventOf({ epoch, holder, position, mark, released }: Checkpoint): NewEvent {
    this.appended += 1;
    const commandId = commandIdOf(STREAM, `${this.run} ${this.appended}`);
    const data: CheckpointData = {
      epoch,
      holder,
      position: position.toString(10),
      ...(mark === undefined ? {} : { event: eventIn(mark) }),
      ...(released ? { released } : {}),
    };
    const metadata = {
      ...NO_REQUEST,
      eventTime: this.now(),
      actor: { sub: STREAM, agency: null },
      device: { id: holder, sequence: null },
      source: 'DEVICE' as const,
      commandId,
    };
    return { type: TYPE, eventId: eventIdOf(commandId, 0, STREAM), data, metadata };
  }

  /** While the outcome is unknown the identical append is repeated; the store recognises what it has. */
  private async appendOnce(event: NewEvent, expected: ExpectedRevision) {
    for (let waited = 0, pause = 25; ; waited += pause, pause *= 2) {
      try {
        return await this.store.append(STREAM, [event], expected);
      } catch (error) {
        if (!(error instanceof AmbiguousAppend) || waited >= AMBIGUOUS_DEADLINE) throw error;
        await sleep(pause);
      }
    }
  }
}

function checkpointIn({ epoch, holder, position, event, released }: CheckpointData): Checkpoint {
  const checkpoint = { epoch, holder, position: BigInt(position), released: released === true };
  if (event === undefined) return checkpoint;
  return {
    ...checkpoint,
    mark: { ...event, position: checkpoint.position, revision: BigInt(event.revision) },
  };
}

function eventIn({ stream, revision, hash }: EventMark): NonNullable<CheckpointData['event']> {
  return { stream, revision: revision.toString(10), hash };
}
