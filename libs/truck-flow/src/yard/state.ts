import type { EffectiveEvent } from '#libs/event-sourcing';
import type { CapacityRange, Tenure, YardAct } from './events';

/** A yard as its whole effective history tells it. Its registration and each change name a capacity and tenure. */
export interface Yard {
  readonly registered: YardAct<'yard.YardRegistered.v1'> | undefined;
  /** Ascending by time. */
  readonly acts: readonly YardAct[];
}

export const unknownYard: Yard = { registered: undefined, acts: [] };

export function evolveYard(yard: Yard, event: EffectiveEvent): Yard {
  const act = event as YardAct;
  return {
    registered: act.type === 'yard.YardRegistered.v1' ? act : yard.registered,
    acts: [...yard.acts, act],
  };
}

/** The yard after the acts of an effective history. */
export function foldYard(history: readonly EffectiveEvent[]): Yard {
  return history.reduce(evolveYard, unknownYard);
}

export interface CapacityInForce {
  readonly capacity: CapacityRange;
  readonly tenure: Tenure;
  /** Since when, in epoch milliseconds. */
  readonly since: number;
}

/** Capacity and tenure in force at an instant; undefined before the first is known. */
export function capacityAt(yard: Yard, time: number): CapacityInForce | undefined {
  const act = yard.acts.findLast((one) => one.time <= time);
  return act && { capacity: act.data.capacity, tenure: act.data.tenure, since: act.time };
}
