/* Application service of the queues of gates: overrides of their order are asked for, confirmed and rejected. */
import { FoldedStreams, transact, uuidV5 } from '#libs/event-sourcing';
import type { EventStore, History, Transacted } from '#libs/event-sourcing';
import { borderGate, foldGate, foldQueue, gateQueueOrder, twinOf } from '#libs/truck-flow';
import type { AnswerOverride, Gate, RequestOverride } from '#libs/truck-flow';
import type { RecordingContext } from '../context';
import { GATE_NOT_FOUND, VISIT_NOT_FOUND, isCode, isVisitId } from '../not-found';
import { LegalBases } from '../legal-basis/legal-bases';
import type { ShownVisits } from '../truck-visit/shown-visits';
import { VisitIds } from '../truck-visit/visit-ids';
import { locationOf } from '../truck-visit/visit-location';

/** What somebody asks for, in the shape of the body. */
export interface OverrideRequest {
  readonly at: string;
  readonly visitId: string;
  readonly reason: string;
  readonly legalBasis: string;
  readonly place?: string;
}

/** What somebody of another agency says to it. */
export interface OverrideAnswer {
  readonly at: string;
  readonly override: string;
  readonly place?: string;
}

/** The id that a command gives the override that it asks for. */
function overrideIdOf({ command: { commandId } }: RecordingContext): string {
  return uuidV5(commandId, 'override');
}

/**
 * Records overrides of the order of a gate. Whether the visit still waits is asked when it is called.
 * @throws Rejection; GATE_NOT_FOUND and VISIT_NOT_FOUND also outside of the caller's reach.
 */
export class OverrideRecorder {
  private readonly gates: FoldedStreams<Gate>;
  private readonly ids: VisitIds;
  private readonly bases: LegalBases;

  constructor(
    private readonly store: EventStore,
    shown: ShownVisits,
  ) {
    this.gates = new FoldedStreams(store, borderGate, foldGate);
    this.ids = new VisitIds(store, shown);
    this.bases = new LegalBases(store);
  }

  /** Asks for an override. Answers its id; said twice that of the first. */
  async request(gate: string, body: OverrideRequest, context: RecordingContext): Promise<Transacted> {
    await this.refuseOutOfReach(gate, context);
    let id = overrideIdOf(context);
    const { at, visitId: known, ...words } = body;
    const prepare = async ({ effective }: History): Promise<RequestOverride> => {
      const visitId = await this.visitAt(gate, known, context);
      await this.bases.require(words.legalBasis, at);
      const data = { gate, override: overrideIdOf(context), visitId, ...words };
      const command = { kind: 'order-override', at, data, by: context.command.actor } as const;
      id = twinOf(command, foldQueue(effective)) ?? id;
      return command;
    };
    const transaction = { id: gate, prepare, context: context.command };
    return { ...(await transact(this.store, gateQueueOrder, transaction)), id };
  }

  /** Confirms or rejects an override; answers its id. */
  async answer(
    kind: AnswerOverride['kind'],
    gate: string,
    body: OverrideAnswer,
    context: RecordingContext,
  ): Promise<Transacted> {
    await this.refuseOutOfReach(gate, context);
    const { at, ...words } = body;
    const command = { kind, at, data: { gate, ...words }, by: context.command.actor };
    const transaction = { id: gate, prepare: () => command, context: context.command };
    return { ...(await transact(this.store, gateQueueOrder, transaction)), id: body.override };
  }

  /** The visit of this gate, under the id that it is recorded by. */
  private async visitAt(gate: string, known: string, { reach }: RecordingContext): Promise<string> {
    const found = isVisitId(known) ? await this.ids.find(known, reach) : undefined;
    if (found === undefined || locationOf(found.visit, found.recorded).gate !== gate) throw VISIT_NOT_FOUND();
    return found.visitId;
  }

  private async refuseOutOfReach(gate: string, { reach }: RecordingContext): Promise<void> {
    const isReached = isCode(gate) && reach.gate(gate);
    if (!isReached || (await this.gates.read(gate)).state.registered === undefined) throw GATE_NOT_FOUND();
  }
}
