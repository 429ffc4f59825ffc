import type { DomainEvent, RecordedEvent } from '#libs/event-sourcing';
import { VISIT_CORRECTED } from './events';
import type { StepType } from './events';
import { STEPS } from './steps';

/* The gate that each event of a visit carries, so that it can be told, sorted and kept without the rest of the visit. */

/** Steps that say a gate by themselves: where the truck arrived, where the goods changed, where the truck was seen. */
const SAYING_A_GATE: readonly string[] = [
  STEPS.arrival,
  STEPS['goods-receipt'],
  STEPS['sighting-elsewhere'],
] satisfies StepType[];

interface Carried {
  readonly gate?: string;
  readonly ownGate?: string;
  readonly corrected?: { readonly data?: { readonly gate?: string; readonly direction?: string } };
}

/**
 * The gate of the visit once this event is recorded, as the event itself says. Undefined of older events: of those only
 * an arrival, and a correction of one, named the gate.
 */
export function gateCarriedBy({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): string | undefined {
  const { gate, ownGate, corrected } = data as Carried;
  if (type === VISIT_CORRECTED) return gate ?? gateOfArrival(corrected?.data);
  return type !== STEPS.arrival && SAYING_A_GATE.includes(type) ? ownGate : gate;
}

/** Of all corrected bodies only that of an arrival has a direction. */
function gateOfArrival(
  data: { readonly gate?: string; readonly direction?: string } = {},
): string | undefined {
  return data.direction === undefined ? undefined : data.gate;
}

/** The gate of a visit by all that is recorded of it; undefined where no arrival ever was. */
export function gateOf(recorded: readonly RecordedEvent[]): string | undefined {
  const last = recorded.findLast((event) => gateCarriedBy(event) !== undefined);
  return last && gateCarriedBy(last);
}

/** The gate that a recorded step carries, as its corrected data goes on carrying it. */
export function carriedGateIn({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): Carried {
  const { gate, ownGate } = data as Carried;
  if (ownGate !== undefined) return { ownGate };
  return gate === undefined || SAYING_A_GATE.includes(type) ? {} : { gate };
}

/** An event that follows from another visit, carrying the gate of the visit that it is written to. */
export function carryingGate<Event extends DomainEvent>(
  event: Event,
  recorded: readonly RecordedEvent[],
): Event {
  const gate = gateOf(recorded);
  if (gate === undefined) return event;
  const carried = SAYING_A_GATE.includes(event.type) ? { ownGate: gate } : { gate };
  return { ...event, data: { ...(event.data as object), ...carried } };
}

/** The data of a step without the gate that it carries and that nobody reported. */
export function withoutCarriedGate<Data extends object>(type: string, data: Data): Data {
  const carried: keyof Carried = SAYING_A_GATE.includes(type) ? 'ownGate' : 'gate';
  if (!(carried in data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([field]) => field !== carried)) as Data;
}
