import type { Gate, Yard } from '#libs/truck-flow';

/** Where queries take the gates from. The history is whole: it is asked about an instant by the domain's functions. */
export interface GateSource {
  /** The gate as folded from its whole effective history; `unknownGate` when it was never registered. */
  gate(code: string): Gate;
}

/** Where queries take the yards from. */
export interface YardSource {
  /** The yard as folded from its whole effective history; `unknownYard` when it was never registered. */
  yard(code: string): Yard;
}

const UTC = 'Etc/UTC';

/** IANA zone of a gate. A gate nobody registered has no clock of its own: UTC. */
export function zoneOf(gate: Gate): string {
  return gate.registered?.data.timeZone ?? UTC;
}
