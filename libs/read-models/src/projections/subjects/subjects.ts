import type { Damage, RecordedEvent } from '#libs/event-sourcing';
import { SHOWN_CATEGORIES, shownCategoryOf, unknownGate, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Gate, ShownCategory, Step, Visit } from '#libs/truck-flow';
import { SubjectHistory } from './subject-history';
import type { StreamSubject, Subject, VisitSubject } from '../view';
import { WholeStreams } from './whole-streams';
import type { HistoryReader } from './whole-streams';

/** Category and id of a stream that views show; undefined for what is internal to the claims protocol. */
export function memberOf(
  stream: string,
): { readonly category: ShownCategory['name']; readonly id: string } | undefined {
  const category = shownCategoryOf(stream)?.name;
  return category && { category, id: stream.slice(category.length + 1) };
}

const KNOWN = new Set<string>(
  SHOWN_CATEGORIES.flatMap(({ types, internalTypes }) => [...types, ...internalTypes]),
);

/** Is this a type the domain knows? What it does not know must stop a view, never be passed over (P-15). */
export function isKnownType(type: string): boolean {
  return KNOWN.has(type);
}

/** A page of the log as it was read: all its events by stream, and where it ends. */
export interface Page {
  readonly last: bigint;
  /** How many. */
  readonly events: number;
  readonly byStream: ReadonlyMap<string, readonly RecordedEvent[]>;
}

/** Streams as views see them: read once, kept while they are in use, extended by what the batches bring. */
export class Subjects {
  private readonly histories = new Map<string, SubjectHistory<unknown>>();
  private readonly streams: WholeStreams;
  private events = 0;

  /** `capacity` is in events; gates do not count, there are few. */
  constructor(
    reader: HistoryReader,
    private readonly capacity: number,
  ) {
    this.streams = new WholeStreams(reader);
  }

  /** Adds a batch to the streams that are known. To be called with every batch, or what is known grows stale. */
  absorb(batch: ReadonlyMap<string, readonly RecordedEvent[]>): void {
    for (const [stream, arrived] of batch) {
      const known = this.histories.get(stream);
      if (known !== undefined) this.extend(stream, known, arrived);
    }
  }

  /** Makes these streams known up to a position, and the gates of the visits among them. */
  async load(streams: readonly string[], page: Page): Promise<void> {
    await this.loadAll(streams, page);
    const gates = new Set<string>();
    for (const stream of streams) this.addGatesNamed(stream, gates);
    await this.loadAll([...gates], page);
  }

  /** Where a loaded stream was damaged from outside. */
  damage(stream: string): Damage | undefined {
    return this.histories.get(stream)?.damage;
  }

  /** A loaded stream up to a position, or undefined when nothing of it was recorded by then. */
  subject(stream: string, position: bigint): Subject | undefined {
    const member = memberOf(stream);
    const history = this.histories.get(stream);
    if (member === undefined || history === undefined) return undefined;
    const { recorded, effective, state } = history.upTo(position);
    const [first] = recorded;
    if (first === undefined) return undefined;
    if (member.category !== 'truckVisit') {
      return { category: member.category, id: member.id, recorded, effective } satisfies StreamSubject;
    }
    const gateCode = gateCodeOf(recorded, state as Visit);
    return {
      category: 'truckVisit',
      id: member.id,
      number: first.position,
      recorded,
      steps: effective as Step[],
      visit: state as Visit,
      gate: this.gate(gateCode, position),
      gateCode,
    } satisfies VisitSubject;
  }

  /** A loaded gate as it was recorded up to a position. */
  gate(code: string, position: bigint): Gate {
    const history = this.histories.get(GATES + code) as SubjectHistory<Gate> | undefined;
    return history?.upTo(position).state ?? unknownGate;
  }

  /** The same, or undefined when its history cannot be folded. */
  foldedGate(code: string, position: bigint): Gate | undefined {
    try {
      return this.gate(code, position);
    } catch {
      return undefined;
    }
  }

  /** Lets go of everything. */
  clear(): void {
    this.histories.clear();
    this.events = 0;
  }

  /** Lets go of what was used longest ago, down to the capacity. */
  trim(): void {
    for (const [stream, history] of this.histories) {
      if (this.events <= this.capacity) return;
      if (stream.startsWith(GATES)) continue;
      this.histories.delete(stream);
      this.events -= history.length;
    }
  }

  /** Every gate a visit was ever said to have arrived at. */
  private addGatesNamed(stream: string, gates: Set<string>): void {
    if (!stream.startsWith(VISITS)) return;
    for (const event of this.histories.get(stream)?.events ?? []) {
      const gate = gateNamedIn(event);
      if (gate !== undefined) gates.add(GATES + gate);
    }
  }

  /** What the page does not hold from its first event is read from the log. */
  private async loadAll(streams: readonly string[], { last, byStream }: Page): Promise<void> {
    for (const stream of streams) {
      if (this.isKept(stream) || memberOf(stream) === undefined) continue;
      const arrived = byStream.get(stream);
      const isNew = arrived?.[0]?.revision === 0n;
      const events = isNew ? arrived : await this.streams.read(stream, arrived);
      this.keep(stream, upTo(events, last));
    }
  }

  /** Is it known already? Then it counts as used just now. */
  private isKept(stream: string): boolean {
    const history = this.histories.get(stream);
    if (history === undefined) return false;
    this.histories.delete(stream);
    this.histories.set(stream, history);
    return true;
  }

  private keep(stream: string, events: readonly RecordedEvent[]): void {
    const category = shownCategoryOf(stream);
    if (category === undefined) return;
    const history = new SubjectHistory<unknown>(category.fold);
    this.histories.set(stream, history);
    this.extend(stream, history, events);
  }

  private extend(stream: string, history: SubjectHistory<unknown>, events: readonly RecordedEvent[]): void {
    const before = history.length;
    history.extend(events);
    if (!stream.startsWith(GATES)) this.events += history.length - before;
  }
}

/** The events of a stream up to a position. */
export function upTo(events: readonly RecordedEvent[], position: bigint): readonly RecordedEvent[] {
  const last = events.at(-1);
  if (last === undefined || last.position <= position) return events;
  return events.filter((event) => event.position <= position);
}

const GATES = 'borderGate-';
const VISITS = 'truckVisit-';

/** The gate that an arrival, or a correction of one, names. */
function gateNamedIn({ type, data }: RecordedEvent): string | undefined {
  if (type === 'truckVisit.TruckArrived.v1') return (data as { gate?: string } | null)?.gate;
  if (type !== VISIT_CORRECTED) return undefined;
  return (data as { corrected?: { data?: { gate?: string } } } | null)?.corrected?.data?.gate;
}

/** The gate of the effective arrival; without one that of the last arrival recorded, though it was corrected away. */
function gateCodeOf(recorded: readonly RecordedEvent[], visit: Visit): string {
  if (visit.arrival !== undefined) return visit.arrival.data.gate;
  const arrival = recorded.findLast((event) => event.type === 'truckVisit.TruckArrived.v1');
  return (arrival?.data as { gate?: string } | undefined)?.gate ?? '';
}
