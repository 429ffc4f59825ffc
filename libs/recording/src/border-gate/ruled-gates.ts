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
  private readonly sets: FoldedStreams<PolicySet>;
  private known: PolicySet | undefined;

  constructor(store: EventReader) {
    this.gates = new FoldedStreams(store, borderGate, foldGate);
    this.sets = new FoldedStreams(store, policySet, foldPolicySet);
  }

  /**
   * The revision is that of the gate's own stream. Policies that were damaged from outside bind nobody: reports of the
   * gate come in all the same.
   * @throws StreamDamaged
   */
  async read(code: string): Promise<Folded<Gate>> {
    await this.policies();
    return this.readAsKnown(code);
  }

  /**
   * The same under the policies as they were read last, for reports that no policy refuses: what policies make of them is
   * derived anew whenever it is shown. @throws StreamDamaged
   */
  async readAsKnown(code: string): Promise<Folded<Gate>> {
    const [gate, policies] = await Promise.all([this.gates.read(code), this.known ?? this.policies()]);
    return { state: underPolicies(gate.state, policies), revision: gate.revision };
  }

  /** All policies as they are now. */
  async policies(): Promise<PolicySet> {
    const policies = await unlessDamaged(this.sets.read(ALL_POLICIES));
    this.known = policies?.state ?? noPolicies;
    return this.known;
  }
}
