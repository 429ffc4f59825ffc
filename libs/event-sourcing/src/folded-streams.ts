import { effective } from './effective';
import type { EffectiveEvent } from './effective';
import { streamOf } from './decider';
import type { Decider } from './decider';
import { StreamDamaged } from './damage';
import type { RecordedEvent } from './event';
import type { EventReader, ExpectedRevision } from './event-store';

/** A stream folded to its end, and the revision of that end. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: ExpectedRevision;
}

/**
 * Folded streams of one small category (gates, yards, drivers), kept in memory and brought up to date at each read:
 * only the last known event and what is new behind it are fetched, so a state is never older than its read.
 */
export class FoldedStreams<State> {
  private readonly known = new Map<string, Folded<State> & { readonly events: readonly RecordedEvent[] }>();

  constructor(
    private readonly store: EventReader,
    private readonly decider: Pick<Decider<never>, 'category' | 'order'>,
    private readonly fold: (steps: readonly EffectiveEvent[]) => State,
    private readonly limit = 1000,
  ) {}

  /** @throws StreamDamaged */
  async read(id: string): Promise<Folded<State>> {
    const known = this.known.get(id);
    const last = known?.events.at(-1);
    const stream = streamOf(this.decider.category, id);
    const slice = await this.store.readStream(stream, last?.revision ?? 0n);
    if (known === undefined || last === undefined) return this.keep(id, slice.events, slice.revision);
    if (slice.revision === 'noStream') return this.gone(id);
    const [first, ...news] = slice.events;
    if (first?.metadata.hash !== last.metadata.hash) return this.readAnew(id);
    return news.length === 0 ? known : this.keep(id, [...known.events, ...news], slice.revision);
  }

  /** The log went back, however much it has grown since. */
  private readAnew(id: string): Promise<Folded<State>> {
    this.known.delete(id);
    return this.read(id);
  }

  /** What was there before was deleted, or the log went back behind it. @throws StreamDamaged */
  private async gone(id: string): Promise<Folded<State>> {
    const stream = streamOf(this.decider.category, id);
    if ((await this.store.isDeleted?.(stream)) === true) throw new StreamDamaged(stream, 'DELETED');
    return this.keep(id, [], 'noStream');
  }

  private keep(id: string, events: readonly RecordedEvent[], revision: ExpectedRevision): Folded<State> {
    const folded = { state: this.fold(effective(events, this.decider.order)), revision, events };
    if (this.known.size >= this.limit) this.known.delete(this.known.keys().next().value ?? '');
    this.known.set(id, folded);
    return folded;
  }
}
