import type { CommandContext } from '#libs/event-sourcing';

/** How far who reports reaches, by the codes of gates and yards. */
export interface Reach {
  /** All gates, or the codes of those whose visits are looked through. */
  readonly gates: 'all' | readonly string[];
  /** May it touch what concerns all gates, such as registering a new one? */
  readonly everyGate: boolean;
  gate(gate: string): boolean;
  /** `ofGate`: the gate that the yard belongs to, where that is known. */
  yard(yard: string, ofGate?: string): boolean;
}

/** Everything about a command that is not its body: who reports, how far they reach, and when. */
export interface RecordingContext {
  readonly principal: { readonly sub: string; readonly roles: readonly string[] };
  readonly reach: Reach;
  /** When the command was taken in, RFC 3339 UTC. */
  readonly now: string;
  /** What the kernel writes beside each event. */
  readonly command: CommandContext;
}

/** What a correction says, of a visit, gate or yard. `corrected`: the whole new body of what is corrected. */
export interface Correction {
  /** RFC 3339. */
  readonly at: string;
  readonly eventId: string;
  readonly reason: 'DID_NOT_OCCUR' | 'INCORRECT_DATA';
  readonly corrected?: object;
}
