import type { CorrectionData, RecordedEvent } from '#libs/event-sourcing';
import { gateCarriedBy, shownCategoryOf, STEPS, TRUCK_VISIT, VISIT_CORRECTED } from '#libs/truck-flow';

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
 * The gate each subject belongs to. Events of a visit carry it; of older ones, and of yards and drivers, only what begins
 * the subject names it, or a correction of that, and the others have the one that was last named. Bounded: the subjects
 * used longest ago are let go of and learnt again from their stream.
 */
export class KnownGates {
  private readonly known = new Map<string, Known>();

  constructor(private readonly capacity: number) {}

  /** The gate as of this event; undefined when it carries none, or may move its subject, and those before it are not known. */
  absorb(event: RecordedEvent): GateOfSubject | undefined {
    if (event.revision === 0n) return this.belonging(event, undefined);
    const known = this.known.get(event.stream);
    if (known?.next === event.revision) return this.belonging(event, known.gate);
    return mayMove(event) || gateNamedIn(event) === undefined ? undefined : this.belonging(event, undefined);
  }

  /** The gate as of the last of these events, the stream from its begin. */
  learn(history: readonly [...RecordedEvent[], RecordedEvent]): GateOfSubject {
    const before = history.slice(0, -1).findLast((event) => gateNamedIn(event) !== undefined);
    const last = history[history.length - 1] ?? history[0];
    return this.belonging(last, before && gateNamedIn(before));
  }

  private belonging(event: RecordedEvent, before: string | undefined): GateOfSubject {
    const gate = gateNamedIn(event) ?? before ?? '';
    this.keep(event, gate);
    const hasMoved = mayMove(event) && before !== undefined && before !== '' && before !== gate;
    return hasMoved ? { gate, formerGate: before } : { gate };
  }

  private keep({ stream, revision }: RecordedEvent, gate: string): void {
    this.known.delete(stream);
    this.known.set(stream, { gate, next: revision + 1n });
    const oldest = this.known.keys().next();
    if (this.known.size > this.capacity && oldest.done !== true) this.known.delete(oldest.value);
  }
}

function gateNamedIn(event: RecordedEvent): string | undefined {
  if (shownCategoryOf(event.stream)?.name === TRUCK_VISIT.name) return gateCarriedBy(event);
  const { gate, corrected } = event.data as {
    readonly gate?: string;
    readonly corrected?: CorrectionData['corrected'];
  };
  return corrected === undefined ? gate : (corrected.data as { readonly gate?: string }).gate;
}

/** A visit moves by an arrival or a correction of one, and by nothing else, whatever gate its steps carry. */
function mayMove({ stream, type }: RecordedEvent): boolean {
  if (shownCategoryOf(stream)?.name !== TRUCK_VISIT.name) return true;
  return type === STEPS.arrival || type === VISIT_CORRECTED;
}
