import type { EffectiveEvent, HistoryOrder } from './effective';
import type { Upcasters } from './upcast';

/** How the effective history of a stream becomes a state. Pure and total. */
export interface Fold<State = unknown> {
  readonly order: HistoryOrder;
  readonly initial: State;
  evolve(state: State, event: EffectiveEvent): State;
}

/**
 * One category of streams, declared once, by its noun. Whoever goes over all categories (stores, views, the publisher)
 * reads the domain's list of these.
 */
export interface Category<State = unknown> {
  /** camelCase singular; its streams are named `name-id`, its stored types `name.Type.v1`. */
  readonly name: string;
  /** Absent where streams have no effective form, because only their last event counts. */
  readonly fold?: Fold<State>;
  /** Stored names of what is shown and published, in the order in which lists show them. */
  readonly types: readonly string[];
  /** What each of them means, a sentence. */
  readonly meanings: Readonly<Record<string, string>>;
  /** Stored names of what protocols between streams write: neither shown nor published. */
  readonly internalTypes: readonly string[];
  readonly upcasters: Upcasters;
}
