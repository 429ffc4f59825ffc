/* Event store decorator that follows one command over the streams of several visits. */

import { streamOf, uuidV5 } from '#libs/event-sourcing';
import type {
  Appended,
  CommandContext,
  EventStore,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
  StreamSlice,
  Transacted,
} from '#libs/event-sourcing';
import { truckVisit } from '#libs/truck-flow';

type Place = Pick<RecordedEvent, 'stream' | 'revision' | 'position'>;

const OF_VISITS = streamOf(truckVisit.category, '');

/**
 * A command as it goes on from its own visit to those that take goods over or gave them. Its answer gives the position of
 * the last event of all of them, so that whoever reads as of it sees the whole command; a repeated command finds the same
 * events again by their ids.
 */
export class FollowedCommand implements EventStore {
  readonly recall: EventStore['recall'];
  private readonly last = new Map<string, Place>();

  /** It is the log, seen by this command: it notes what of its own is appended and read. */
  constructor(
    private readonly log: EventStore,
    private readonly context: CommandContext,
  ) {
    this.recall = log.recall?.bind(log);
  }

  async readStream(stream: string, from?: bigint): Promise<StreamSlice> {
    const slice = await this.log.readStream(stream, from);
    if (stream.startsWith(OF_VISITS)) {
      for (const event of slice.events) if (isSettledBy(this.context, event)) this.note(event);
    }
    return slice;
  }

  async isDeleted(stream: string): Promise<boolean> {
    return (await this.log.isDeleted?.(stream)) ?? false;
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    const appended = await this.log.append(stream, events, expected);
    if (stream.startsWith(OF_VISITS)) this.note({ stream, ...appended });
    return appended;
  }

  readAll(...wanted: Parameters<EventStore['readAll']>): ReturnType<EventStore['readAll']> {
    return this.log.readAll(...wanted);
  }

  readAt(position: bigint): ReturnType<EventStore['readAt']> {
    return this.log.readAt(position);
  }

  lastPosition(): Promise<bigint> {
    return this.log.lastPosition();
  }

  subscribe(...wanted: Parameters<EventStore['subscribe']>): ReturnType<EventStore['subscribe']> {
    return this.log.subscribe(...wanted);
  }

  close(): Promise<void> {
    return this.log.close();
  }

  /** Is an event of it in the log? */
  get hasRecorded(): boolean {
    return this.last.size > 0;
  }

  /** The answer of the visit's own stream, moved on to where the command ended. */
  ended(answer: Transacted): Transacted {
    const positions = [...this.last.values()].map(({ position }) => position);
    const position = positions.reduce((a, b) => (a > b ? a : b), answer.position);
    const own = this.last.get(streamOf(truckVisit.category, answer.id))?.revision;
    return { ...answer, position, revision: later(answer.revision, own) };
  }

  private note(place: Place): void {
    const known = this.last.get(place.stream);
    if (known === undefined || known.position < place.position) this.last.set(place.stream, place);
  }
}

/** Names the event that a command brings a visit into line with, by its place in that visit's stream. */
export function settlingSubject({ stream, revision }: Pick<Place, 'stream' | 'revision'>): string {
  return `goods\n${stream}\n${revision}`;
}

function isSettledBy({ commandId, requestHash }: CommandContext, event: RecordedEvent): boolean {
  const { metadata } = event;
  return (
    metadata.requestHash === requestHash && metadata.commandId === uuidV5(commandId, settlingSubject(event))
  );
}

function later(revision: ExpectedRevision, other: bigint | undefined): ExpectedRevision {
  return other === undefined || (revision !== 'noStream' && revision > other) ? revision : other;
}
