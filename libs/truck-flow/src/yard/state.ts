/* State of a yard: the fold of its effective history, and what of it is in force at an instant. */
import type { EffectiveEvent } from '#libs/event-sourcing';
import type { CapacityRange, ClassificationData, Tenure, YardAct } from './events';

/** A yard as its whole effective history tells it. */
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

/** A capacity and tenure while they are in force, in epoch milliseconds: `since` inclusive, `until` exclusive. */
export interface CapacityInForce {
  readonly capacity: CapacityRange;
  readonly tenure: Tenure;
  readonly since: number;
  /** Infinity while no end is known. */
  readonly until: number;
}

type CapacityAct = YardAct<'yard.YardRegistered.v1' | 'yard.YardCapacityChanged.v1'>;

/** Does an act name a capacity? The registration and each change do. */
export function namesCapacity(act: YardAct): act is CapacityAct {
  return act.type === 'yard.YardRegistered.v1' || act.type === 'yard.YardCapacityChanged.v1';
}

function endOf(act: CapacityAct): number {
  const { until } = act.data as { readonly until?: string };
  return until === undefined ? Infinity : Date.parse(until);
}

/** Which capacity was in force when, ascending. The last act that has not ended decides (Y-07). */
export function capacitiesOf({ acts }: Yard): CapacityInForce[] {
  const capacities = acts.filter(namesCapacity);
  const instants = capacities.flatMap((act) => [act.time, endOf(act)]).filter((time) => time < Infinity);
  const spans: { act: CapacityAct | undefined; since: number }[] = [];
  for (const since of [...new Set(instants)].sort((a, b) => a - b)) {
    const act = capacities.findLast((one) => one.time <= since && since < endOf(one));
    if (act !== spans.at(-1)?.act) spans.push({ act, since });
  }
  return spans.flatMap(({ act, since }, index) => {
    if (act === undefined) return [];
    const { capacity, tenure } = act.data;
    return { capacity, tenure, since, until: spans[index + 1]?.since ?? Infinity };
  });
}

/** Capacity and tenure in force at an instant; undefined when none is. */
export function capacityAt(yard: Yard, time: number): CapacityInForce | undefined {
  return capacitiesOf(yard).find(({ since, until }) => since <= time && time < until);
}

type ClassifyingAct = YardAct<'yard.YardRegistered.v1' | 'yard.YardClassified.v1'>;

/** Does an act say something of what the yard is for? A registration may. */
export function classifies(act: YardAct): act is ClassifyingAct {
  if (act.type !== 'yard.YardRegistered.v1') return act.type === 'yard.YardClassified.v1';
  return (['kind', 'zone', 'operator', 'commodityScope'] as const).some((field) => field in act.data);
}

/** What the yard is for at an instant, whole as its last classification says; empty when nobody said. */
export function classificationAt({ acts }: Yard, time: number): Partial<ClassificationData> {
  const act = acts.findLast((one): one is ClassifyingAct => classifies(one) && one.time <= time);
  if (act === undefined) return {};
  const { kind, zone, operator, commodityScope } = act.data;
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(zone === undefined ? {} : { zone }),
    ...(operator === undefined ? {} : { operator }),
    ...(commodityScope === undefined ? {} : { commodityScope }),
  };
}

export type Amenity = YardAct<'yard.AmenityProvided.v1'>;

/** What was given out within a time, epoch milliseconds, `until` exclusive; ascending. */
export function amenitiesOf({ acts }: Yard, from: number, until: number): Amenity[] {
  return acts.filter(
    (act): act is Amenity => act.type === 'yard.AmenityProvided.v1' && from <= act.time && act.time < until,
  );
}
