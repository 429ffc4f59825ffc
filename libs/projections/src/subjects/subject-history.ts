import { damageOf, effective, unreadableIn } from '#libs/event-sourcing';
import type { Damage, EffectiveEvent, Fold, RecordedEvent } from '#libs/event-sourcing';

/** A stream folded up to some event. */
export interface Folded<State> {
  readonly recorded: readonly RecordedEvent[];
  readonly effective: readonly EffectiveEvent[];
  readonly state: State;
}

/**
 * One stream as far as it was read, whole from its first event, with its last fold. Events that come after all
 * others in every respect are added to that fold; anything else (a correction, a late report) folds anew, so the
 * result never depends on how the events came in.
 */
export class SubjectHistory<State> {
  private readonly recorded: RecordedEvent[] = [];
  private harm: Damage | undefined;
  private folded: { count: number; effective: EffectiveEvent[]; state: State } | undefined;

  constructor(private readonly fold: Fold<State>) {}

  /** Events held; the revision of the next one. */
  get length(): number {
    return this.recorded.length;
  }

  get events(): readonly RecordedEvent[] {
    return this.recorded;
  }

  /** Where the stream was damaged from outside: what is held ends before it. */
  get damage(): Damage | undefined {
    return this.harm;
  }

  /** Adds events of the stream in log order, up to what does not follow; those it has are passed over. */
  extend(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (this.harm !== undefined) return;
      const isHeld = event.revision < BigInt(this.recorded.length) && unreadableIn(event) === undefined;
      if (isHeld) continue;
      const reason = damageOf(event, this.recorded.at(-1));
      if (reason === undefined) this.recorded.push(event);
      else this.harm = damageAt(event, reason);
    }
  }

  /** The stream up to a log position, folded. Not to be kept: it is extended in place later. */
  upTo(position: bigint): Folded<State> {
    const last = this.recorded.at(-1);
    if (last === undefined || last.position <= position) return this.whole();
    const recorded = this.recorded.filter((event) => event.position <= position);
    return { recorded, ...foldAnew(this.fold, recorded) };
  }

  private whole(): Folded<State> {
    const { recorded, fold } = this;
    if (this.folded === undefined || !this.addNew(this.folded)) {
      this.folded = { count: recorded.length, ...foldAnew(fold, recorded) };
    }
    return { recorded, effective: this.folded.effective, state: this.folded.state };
  }

  /** False when the new events do not simply come last. */
  private addNew(folded: { count: number; effective: EffectiveEvent[]; state: State }): boolean {
    const { fold } = this;
    for (const event of this.recorded.slice(folded.count)) {
      const [next] = effective([event], fold.order);
      const last = folded.effective.at(-1);
      if (next === undefined || (last !== undefined && next.time <= last.time)) return false;
      folded.state = fold.evolve(folded.state, next);
      folded.effective.push(next);
      folded.count += 1;
    }
    return true;
  }
}

/** The damage that an event of the log shows. */
export function damageAt(event: RecordedEvent, reason: Damage['reason']): Damage {
  const { stream, position, metadata } = event;
  return { stream, reason, position, recordTime: metadata.recordTime };
}

function foldAnew<State>(
  fold: Fold<State>,
  recorded: readonly RecordedEvent[],
): { effective: EffectiveEvent[]; state: State } {
  const events = effective(recorded, fold.order);
  return {
    effective: events,
    state: events.reduce((state, event) => fold.evolve(state, event), fold.initial),
  };
}
