/* Queue of appends: collects what one turn of the event loop asks for into one frame. */
import { setImmediate } from 'node:timers';
import {
  AmbiguousAppend,
  contextTextOf,
  IdempotencyKeyReused,
  NotStorable,
  RevisionConflict,
  StoreFull,
  storableTexts,
  StoreUnavailable,
} from '#libs/event-sourcing';
import type { Appended, ExpectedRevision, NewEvent } from '#libs/event-sourcing';
import { addRequest, ANSWER_LENGTH, beginFrame, OUTCOME, recordTimeIn } from './append-frame';
import type { Answers, Frame, TextEvent } from './append-frame';
import type { RecentStreams } from './recent-streams';
import type { WriterLink } from './writer-link';

interface Waiting {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly commandId: string;
  readonly events: readonly TextEvent[];
  resolve(appended: Appended): void;
  reject(reason: Error): void;
}

/** More appends than this waiting means that the disk does not keep up; further ones are refused at once. */
const MAX_WAITING = 20_000;

/** A frame this full leaves at once: the writer commits it while the rest of the turn is still being gathered. */
const MAX_FRAME_REQUESTS = 32;

/**
 * The callers' side of the writer: gathers the appends of one turn of the event loop into one frame, and gives each
 * answer to who waits for it.
 */
export class AppendQueue {
  private frame: Frame | null = null;
  private framed = 0;
  /** In the order in which they were sent, which is the order of the answers. */
  private waiting: Waiting[] = [];
  private closed: string | null = null;

  constructor(
    private readonly link: WriterLink,
    private readonly clock: () => Date,
    private readonly recent: RecentStreams,
  ) {}

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const dataTexts = storableTexts(stream, events, expected);
      if (this.closed !== null) throw new StoreUnavailable(this.closed);
      if (this.waiting.length >= MAX_WAITING) throw new StoreUnavailable('too many appends are waiting');
      const textEvents = events.map(({ type, eventId, metadata }, index) => ({
        type,
        eventId,
        eventTime: metadata.eventTime,
        contextText: contextTextOf(metadata),
        dataText: dataTexts[index] ?? '',
      }));
      const { commandId = '', requestHash = '' } = events[0]?.metadata ?? {};
      const request = { stream, commandId, requestHash, events: textEvents };
      addRequest(this.openFrame(), { ...request, expected: revisionNumber(expected) });
      this.waiting.push({ stream, expected, commandId, events: textEvents, resolve, reject });
      this.framed += 1;
      if (this.framed === MAX_FRAME_REQUESTS) this.flush();
    });
  }

  /** Hands the answers of one batch to the first of those who wait. True when something was appended. */
  answer({ outcomes, seals }: Answers): boolean {
    const answered = this.waiting.splice(0, outcomes.length / ANSWER_LENGTH);
    let appended = 0;
    answered.forEach((waiting, index) => {
      const begin = index * ANSWER_LENGTH;
      const [outcome = -1, revision = -1, position = -1] = outcomes.slice(begin, begin + ANSWER_LENGTH);
      if (outcome !== OUTCOME.appended && outcome !== OUTCOME.repeated) {
        waiting.reject(refusalOf(waiting, outcome, revision));
        return;
      }
      const place = { revision: BigInt(revision), position: BigInt(position) };
      if (outcome === OUTCOME.repeated) {
        waiting.resolve(place);
        return;
      }
      const { stream, events } = waiting;
      const seal = seals[appended] ?? '';
      appended += 1;
      this.recent.extend(stream, { ...place, events, seal });
      waiting.resolve({ ...place, recordTime: recordTimeIn(seal) });
    });
    return appended > 0;
  }

  /** Refuses everything that waits and everything to come. */
  fail(reason: string, refuse: (reason: string) => Error): void {
    this.closed ??= reason;
    this.frame = null;
    for (const waiting of this.waiting.splice(0)) waiting.reject(refuse(reason));
  }

  /** Sends what is gathered and takes no more. */
  close(reason: string): void {
    this.closed ??= reason;
    this.flush();
  }

  private openFrame(): Frame {
    if (this.frame !== null) return this.frame;
    this.frame = beginFrame(this.clock().toISOString());
    // One message a turn of the loop: what other callers append in this turn travels with it.
    setImmediate(() => {
      this.flush();
    });
    return this.frame;
  }

  private flush(): void {
    if (this.frame === null) return;
    this.link.send(this.frame);
    this.frame = null;
    this.framed = 0;
  }
}

/** -1 for a stream that must not exist. Beyond 2^53 no revision exists, so any number up there does. */
function revisionNumber(expected: ExpectedRevision): number {
  return expected === 'noStream' ? -1 : Math.min(Number(expected), Number.MAX_SAFE_INTEGER);
}

function refusalOf({ stream, expected, commandId }: Waiting, outcome: number, revision: number): Error {
  switch (outcome) {
    case OUTCOME.conflict:
      return new RevisionConflict(stream, expected, actualRevision(revision));
    case OUTCOME.keyReused:
      return new IdempotencyKeyReused(commandId);
    case OUTCOME.emptyAppend:
      return new NotStorable('EMPTY_APPEND', 'events');
    case OUTCOME.full:
      return new StoreFull('the disk is full');
    case OUTCOME.unavailable:
      return new StoreUnavailable('the log cannot be written');
    default:
      return new AmbiguousAppend('the commit failed; whether it is on the disk is unknown');
  }
}

function actualRevision(revision: number): ExpectedRevision {
  return revision === -1 ? 'noStream' : BigInt(revision);
}
