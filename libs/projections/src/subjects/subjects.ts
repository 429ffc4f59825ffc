/* Cache of the streams that views show, folded. */
import { streamOf } from '#libs/event-sourcing';
import type { Damage, RecordedEvent } from '#libs/event-sourcing';
import { idIn } from '../catalogue/subject-kinds';
import type { Companion, SubjectKinds } from '../catalogue/subject-kinds';
import type { Subject } from '../catalogue/view';
import { SubjectHistory } from './subject-history';
import { WholeStreams } from './whole-streams';
import type { HistoryReader } from './whole-streams';

/** A page of the log as it was read: all its events by stream, and where it ends. */
export interface Page {
  readonly last: bigint;
  /** How many. */
  readonly events: number;
  readonly byStream: ReadonlyMap<string, readonly RecordedEvent[]>;
}

/**
 * A cache of streams folded as views see them: read once, kept while they are in use, extended by what the batches
 * bring.
 */
export class Subjects {
  private readonly histories = new Map<string, SubjectHistory<unknown>>();
  private readonly streams: WholeStreams;
  private events = 0;

  /** `capacity` is in events; companions do not count, there are few. */
  constructor(
    reader: HistoryReader,
    readonly kinds: SubjectKinds,
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

  /** Makes these streams known up to a position, and the companions that they name. */
  async load(streams: readonly string[], page: Page): Promise<void> {
    await this.loadAll(streams, page);
    const companions = new Set<string>();
    for (const stream of streams) this.addNamed(stream, companions);
    await this.loadAll([...companions], page);
  }

  /** Where a loaded stream was damaged from outside. */
  damage(stream: string): Damage | undefined {
    return this.histories.get(stream)?.damage;
  }

  /** A loaded stream up to a position, or undefined when nothing of it was recorded by then. */
  subject(stream: string, position: bigint): Subject | undefined {
    const kind = this.kinds.kindOf(stream);
    const history = this.histories.get(stream);
    if (kind === undefined || history === undefined) return undefined;
    const { recorded, effective, state } = history.upTo(position);
    if (recorded.length === 0) return undefined;
    return kind.subject(
      { id: idIn(stream), recorded, effective, state },
      <Other>(companion: Companion<Other>, id: string) => this.state(companion, id, position) as Other,
    );
  }

  /** The state of a loaded companion as it was recorded up to a position. @throws when it cannot be folded */
  state({ category }: Pick<Companion, 'category'>, id: string, position: bigint): unknown {
    const history = this.histories.get(streamOf(category, id));
    return history === undefined
      ? this.kinds.of(category)?.category.fold.initial
      : history.upTo(position).state;
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
      if (this.kinds.isCompanion(stream)) continue;
      this.histories.delete(stream);
      this.events -= history.length;
    }
  }

  /** Every companion that was ever named. */
  private addNamed(stream: string, companions: Set<string>): void {
    const events = this.histories.get(stream)?.events ?? [];
    for (const companion of this.kinds.kindOf(stream)?.companions ?? []) {
      for (const event of events) {
        const id = companion.idNamedIn(event);
        if (id !== undefined) companions.add(streamOf(companion.category, id));
      }
    }
  }

  /** What the page does not hold from its first event is read from the log. */
  private async loadAll(streams: readonly string[], { last, byStream }: Page): Promise<void> {
    for (const stream of streams) {
      const kind = this.kinds.kindOf(stream);
      if (this.isKept(stream) || kind === undefined) continue;
      const arrived = byStream.get(stream);
      const isNew = arrived?.[0]?.revision === 0n;
      const events = isNew ? arrived : await this.streams.read(stream, arrived);
      const history = new SubjectHistory(kind.category.fold);
      this.histories.set(stream, history);
      this.extend(stream, history, upTo(events, last));
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

  private extend(stream: string, history: SubjectHistory<unknown>, events: readonly RecordedEvent[]): void {
    const before = history.length;
    history.extend(events);
    if (!this.kinds.isCompanion(stream)) this.events += history.length - before;
  }
}

/** The events of a stream up to a position. */
export function upTo(events: readonly RecordedEvent[], position: bigint): readonly RecordedEvent[] {
  const last = events.at(-1);
  if (last === undefined || last.position <= position) return events;
  return events.filter((event) => event.position <= position);
}
