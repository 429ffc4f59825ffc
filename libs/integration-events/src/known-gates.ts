import type { CorrectionData, RecordedEvent } from '#libs/event-sourcing';

/** The gate of a subject, and the one it had before the last event if that moved it. */
export interface GateOfSubject {
  readonly gate: string;
  readonly formerGate?: string;
}

interface Known {
  readonly gate: string;
  /** The revision that would follow what this was learnt from. */
  readonly next: bigint;
}

/**
 * The gate each subject belongs to: the one that was last named, at its begin or by a correction of that. Bounded:
 * the subjects used longest ago are let go of and learnt again from their stream.
 */
export class KnownGates {
  private readonly known = new Map<string, Known>();

  constructor(private readonly capacity: number) {}

  /** The gate as of this event; undefined when events before it are not known. */
  absorb(event: RecordedEvent): GateOfSubject | undefined {
    const known = this.known.get(event.stream);
    if (event.revision > 0n && known?.next !== event.revision) return undefined;
    return this.moved(event, known?.gate);
  }

  /** The gate as of the last of these events, the stream from its begin. */
  learn(history: readonly [...RecordedEvent[], RecordedEvent]): GateOfSubject {
    const before = history.slice(0, -1).findLast((event) => gateNamedIn(event) !== undefined);
    const last = history[history.length - 1] ?? history[0];
    return this.moved(last, before && gateNamedIn(before));
  }

  private moved(event: RecordedEvent, before: string | undefined): GateOfSubject {
    const gate = gateNamedIn(event) ?? before ?? '';
    this.keep(event, gate);
    const hasMoved = before !== undefined && before !== '' && before !== gate;
    return hasMoved ? { gate, formerGate: before } : { gate };
  }

  private keep({ stream, revision }: RecordedEvent, gate: string): void {
    this.known.delete(stream);
    this.known.set(stream, { gate, next: revision + 1n });
    const oldest = this.known.keys().next();
    if (this.known.size > this.capacity && oldest.done !== true) this.known.delete(oldest.value);
  }
}

interface Naming {
  readonly gate?: string;
  readonly visitId?: string;
  readonly fromVisitId?: string;
  readonly direction?: string;
}

/** Only what begins a subject names its gate, and only a correction of that names another. */
function gateNamedIn({ data }: RecordedEvent): string | undefined {
  const { corrected, ...own } = data as Naming & Partial<CorrectionData>;
  const told = (corrected?.data as Naming | undefined) ?? own;
  return isOfAnotherVisit(told) ? undefined : told.gate;
}

/** Where a truck was seen with another visit, or where its goods came from, is not where it is on hand. */
function isOfAnotherVisit({ visitId, fromVisitId, direction }: Naming): boolean {
  return (visitId !== undefined || fromVisitId !== undefined) && direction === undefined;
}
