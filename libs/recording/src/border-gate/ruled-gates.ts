import { FoldedStreams, unlessDamaged } from '#libs/event-sourcing';
import type { EventReader, Folded } from '#libs/event-sourcing';
import {
  ALL_POLICIES,
  borderGate,
  foldGate,
  foldPolicySet,
  noPolicies,
  policySet,
  underPolicies,
} from '#libs/truck-flow';
import type { Gate, PolicySet } from '#libs/truck-flow';

/** Border gates with the policies in force at them. */
export class RuledGates {
  private readonly gates: FoldedStreams<Gate>;
  private readonly policies: FoldedStreams<PolicySet>;

  constructor(store: EventReader) {
    this.gates = new FoldedStreams(store, borderGate, foldGate);
    this.policies = new FoldedStreams(store, policySet, foldPolicySet);
  }

  /**
   * The revision is that of the gate's own stream. Policies that were damaged from outside bind nobody: reports of the
   * gate come in all the same.
   * @throws StreamDamaged
   */
  async read(code: string): Promise<Folded<Gate>> {
    const [gate, policies] = await Promise.all([
      this.gates.read(code),
      unlessDamaged(this.policies.read(ALL_POLICIES)),
    ]);
    return { state: underPolicies(gate.state, policies?.state ?? noPolicies), revision: gate.revision };
  }
}
