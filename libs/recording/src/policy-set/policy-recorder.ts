/* Application service of policies: publication and withdrawal, judged by the legal bases and by the calls made under them. */

import { FoldedStreams, transact } from '#libs/event-sourcing';
import type { EventStore, History, Transacted } from '#libs/event-sourcing';
import {
  ALL_POLICIES,
  Rejection,
  borderGate,
  foldGate,
  foldPolicySet,
  foldYard,
  policySet,
  yardOfPolicy,
  yard,
} from '#libs/truck-flow';
import type { Gate, PolicySetCommand, PolicyTold, Yard } from '#libs/truck-flow';
import type { Reach, RecordingContext } from '../context';
import { LegalBases } from '../legal-basis/legal-bases';
import { GATE_NOT_FOUND, YARD_NOT_FOUND } from '../not-found';

/** When a policy is withdrawn, and from when on it ends, RFC 3339. */
export interface WithdrawalBody {
  readonly at: string;
  readonly effectiveFrom?: string;
}

/** The calls that were judged by policies, as the read side shows them. */
export interface JudgedCalls {
  /**
   * When the last call was made that a policy judged, in epoch milliseconds, of those recorded up to a position of the
   * log; undefined where it judged none. @throws when the views do not come so far in time.
   */
  lastBy(policy: string, position: bigint): Promise<number | undefined>;
}

/** Records policies, of one gate or of all. Answers name a policy by its code. @throws Rejection */
export class PolicyRecorder {
  private readonly gates: FoldedStreams<Gate>;
  private readonly yards: FoldedStreams<Yard>;
  private readonly bases: LegalBases;

  constructor(
    private readonly store: EventStore,
    private readonly judged: JudgedCalls,
  ) {
    this.gates = new FoldedStreams(store, borderGate, foldGate);
    this.yards = new FoldedStreams(store, yard, foldYard);
    this.bases = new LegalBases(store);
  }

  /** GATE_NOT_FOUND also where a policy of all gates is published by who does not reach them all. */
  publish(
    { at, ...data }: PolicyTold & { readonly at: string },
    context: RecordingContext,
  ): Promise<Transacted> {
    return this.transact(data.policy, context, async () => {
      await this.refuseOutOfReach(data, context.reach);
      await this.bases.require(data.legalBasis, data.effectiveFrom);
      return { kind: 'publication', at, data };
    });
  }

  /** POLICY_NOT_FOUND also for a policy of a gate outside the caller's reach. What it judged stays judged by it. */
  withdraw(policy: string, body: WithdrawalBody, context: RecordingContext): Promise<Transacted> {
    return this.transact(policy, context, async ({ effective }) => {
      const found = foldPolicySet(effective).policies.find(({ data }) => data.policy === policy);
      if (found !== undefined && !isReached(found.data.gate, context.reach))
        throw new Rejection('POLICY_NOT_FOUND', 'there is no such policy');
      const last = await this.judged.lastBy(policy, await this.store.lastPosition());
      const notBefore = last === undefined ? {} : { notBefore: new Date(last + 1).toISOString() };
      return { kind: 'withdrawal', policy, ...body, ...notBefore };
    });
  }

  private async transact(
    policy: string,
    { command: context }: RecordingContext,
    prepare: (history: History) => PolicySetCommand | Promise<PolicySetCommand>,
  ): Promise<Transacted> {
    const mayRepeat = async (history: History) => prepare(history);
    const transacted = await transact(this.store, policySet, {
      id: ALL_POLICIES,
      prepare,
      context,
      mayRepeat,
    });
    return { ...transacted, id: policy };
  }

  private async refuseOutOfReach(data: PolicyTold, reach: Reach): Promise<void> {
    const { gate } = data;
    if (!isReached(gate, reach)) throw GATE_NOT_FOUND();
    if (gate !== undefined && (await this.gates.read(gate)).state.registered === undefined)
      throw GATE_NOT_FOUND();
    const named = yardOfPolicy(data);
    if (named === undefined) return;
    const { registered } = (await this.yards.read(named)).state;
    if (registered === undefined || (gate !== undefined && registered.data.gate !== gate))
      throw YARD_NOT_FOUND(named);
  }
}

/** What binds all gates needs all gates. */
function isReached(gate: string | undefined, reach: Reach): boolean {
  return gate === undefined ? reach.everyGate : reach.gate(gate);
}
