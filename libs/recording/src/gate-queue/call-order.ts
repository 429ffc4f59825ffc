/* Calls of a gate under an order: one at a time, each judged by the line as it stands after the one before it. */

import { FoldedStreams, KeyedMutex, streamOf } from '#libs/event-sourcing';
import type { EventReader, Transacted } from '#libs/event-sourcing';
import {
  STEPS,
  foldQueue,
  gateOf,
  gateQueueOrder,
  orderInForce,
  overrideIn,
  stretchesOf,
  targetsAt,
  truckVisit,
} from '#libs/truck-flow';
import type {
  CallInOrder,
  Gate,
  GateQueue,
  MeteredYard,
  PolicyKind,
  ReadStep,
  RecordStep,
} from '#libs/truck-flow';
import type { RuledGates } from '../border-gate/ruled-gates';

/** A call to be judged; `at` in epoch milliseconds. */
export interface CallAsked {
  readonly visitId: string;
  readonly code: string;
  readonly gate: Gate;
  readonly at: number;
}

/** The lines of gates as the read side shows them. */
export interface ShownOrder {
  /** Returns once the lines show what was recorded up to a position. @throws when they do not in time. */
  shown(position: bigint): Promise<void>;
  /** How a call stands in the order in force; undefined of a truck that does not stand in the line. @throws like `shown`. */
  standing(call: CallAsked): CallInOrder | undefined;
  /** The gate yards of a gate as they stand. @throws like `shown`. */
  yards(call: CallAsked): readonly MeteredYard[];
}

/** What of the queue of its gate a step is judged by. */
type JudgedByQueue = Pick<RecordStep, 'order' | 'override' | 'yards'>;

/** The kinds of policies by which calls are judged. */
const JUDGING: readonly PolicyKind[] = ['QUEUE_ORDER', 'GATE_YARD_TARGET'];

/** A step about to be recorded. */
interface Reported {
  readonly visitId: string;
  readonly report: ReadStep;
  readonly gate: Gate;
}

/**
 * Judges calls by the order in force at their gate. Nothing of it is asked where none is in force. What this process
 * recorded of the gate is waited for; what other processes have just recorded may be missing, and the position that the
 * line was shown at is kept with the call (R-124).
 */
export class CallOrder {
  private readonly mutex = new KeyedMutex();
  private readonly queues: FoldedStreams<GateQueue>;
  private readonly recorded = new Map<string, bigint>();

  constructor(
    private readonly store: EventReader,
    private readonly gates: RuledGates,
    private readonly lines: ShownOrder,
  ) {
    this.queues = new FoldedStreams(store, gateQueueOrder, foldQueue);
  }

  /** To be called with everything that was recorded. */
  note(gate: string | undefined, { position, events }: Transacted): void {
    if (gate === undefined || events.length === 0) return;
    if (position > (this.recorded.get(gate) ?? -1n)) this.recorded.set(gate, position);
  }

  /** Is an order, or a target of a gate yard, in force at any gate at an instant, RFC 3339? */
  async isInForce(at: string): Promise<boolean> {
    const policies = await this.gates.policies();
    const time = Date.parse(at);
    return stretchesOf(policies).some(
      ({ kind, from, until }) => JUDGING.includes(kind) && from <= time && time < until,
    );
  }

  /** Runs a call when those that asked before it at its gate have ended, where an order is in force. */
  async inTurn<Answer>(visitId: string, at: string, run: () => Promise<Answer>): Promise<Answer> {
    if (!(await this.isInForce(at))) return run();
    const { events } = await this.store.readStream(streamOf(truckVisit.category, visitId));
    return this.mutex.run([gateOf(events) ?? ''], run);
  }

  /** @throws what the lines throw where they cannot be read. */
  async judged({ visitId, report, gate }: Reported): Promise<JudgedByQueue> {
    const code = gate.registered?.data.gate ?? '';
    const { override } = report.data as { readonly override?: string };
    return {
      ...(await this.overrideOf(code, override)),
      ...(report.type === STEPS['call-forward']
        ? await this.standingOf({ visitId, report, gate, code })
        : {}),
    };
  }

  private async overrideOf(gate: string, id: string | undefined): Promise<JudgedByQueue> {
    if (id === undefined) return {};
    const override = overrideIn((await this.queues.read(gate)).state, id);
    return override === undefined ? {} : { override };
  }

  private async standingOf({
    visitId,
    report,
    gate,
    code,
  }: Reported & { readonly code: string }): Promise<JudgedByQueue> {
    const at = Date.parse(report.at);
    const isMetered = targetsAt(gate, at).length > 0;
    if (!isMetered && orderInForce(gate, at) === undefined) return {};
    await this.lines.shown(this.recorded.get(code) ?? -1n);
    const call = { visitId, code, gate, at };
    const order = orderInForce(gate, at) && this.lines.standing(call);
    return {
      ...(order === undefined ? {} : { order }),
      ...(isMetered ? { yards: this.lines.yards(call) } : {}),
    };
  }
}
