import type { CapacityRange, Gate } from '#libs/truck-flow';

/** Where queries take the gates from. The history is whole: it is asked about an instant by the domain's functions. */
export interface GateSource {
  /** The gate as folded from its whole effective history; `unknownGate` when it was never registered. */
  gate(code: string): Gate;
}

/** A yard's capacity from an instant on (epoch milliseconds), until the next one. */
export interface CapacityFrom {
  readonly from: number;
  readonly capacity: CapacityRange;
}

export interface YardRecord {
  readonly yard: string;
  /** The gate the yard belongs to; its clock is the yard's. */
  readonly gate: string;
  /** Ascending by `from`. */
  readonly capacities: readonly CapacityFrom[];
}

/** Where queries take the yards from. */
export interface YardSource {
  yard(code: string): YardRecord | undefined;
}

const UTC = 'Etc/UTC';

/** IANA zone of a gate. A gate nobody registered has no clock of its own: UTC. */
export function zoneOf(gate: Gate): string {
  return gate.registered?.data.timeZone ?? UTC;
}
