import type { CorrectionData, RecordedEvent } from '#libs/event-sourcing';

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
  absorb(event: RecordedEvent): string | undefined {
    const known = this.known.get(event.stream);
    if (event.revision > 0n && known?.next !== event.revision) return undefined;
    const gate = gateNamedIn(event) ?? known?.gate ?? '';
    this.keep(event, gate);
    return gate;
  }

  /** The gate as of the last of these events, the stream from its begin. */
  learn(history: readonly RecordedEvent[]): string {
    const last = history.at(-1);
    const gate = history.reduce((named, event) => gateNamedIn(event) ?? named, '');
    if (last !== undefined) this.keep(last, gate);
    return gate;
  }

  private keep({ stream, revision }: RecordedEvent, gate: string): void {
    this.known.delete(stream);
    this.known.set(stream, { gate, next: revision + 1n });
    const oldest = this.known.keys().next();
    if (this.known.size > this.capacity && oldest.done !== true) this.known.delete(oldest.value);
  }
}

/** Only what begins a subject names its gate, and only a correction of that names another. */
function gateNamedIn({ data }: RecordedEvent): string | undefined {
  const { gate, corrected } = data as { readonly gate?: string } & Partial<CorrectionData>;
  return gate ?? (corrected?.data as { readonly gate?: string } | undefined)?.gate;
}
