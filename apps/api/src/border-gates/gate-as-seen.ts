import type { Reach } from '#libs/http-edge';
import type { GateDetails } from '#libs/read-models';

type Order = NonNullable<GateDetails['by']>;

/** A gate as a caller may see it: without `actor` to whom its people are no business of. */
export interface GateAsSeen extends Omit<GateDetails, 'by'> {
  readonly by: (Omit<Order, 'actor'> & Partial<Pick<Order, 'actor'>>) | null;
}

export function asSeen(gate: GateDetails, reach: Reach): GateAsSeen {
  if (gate.by === null || reach.peopleAt(gate.gate)) return gate;
  const { actor: _, ...by } = gate.by;
  return { ...gate, by };
}
