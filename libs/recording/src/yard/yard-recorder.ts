/* Application service of yards: registration, acts and corrections. */

import { FoldedStreams, transact } from '#libs/event-sourcing';
import type { EventStore, History, RecordedEvent, Transacted } from '#libs/event-sourcing';
import { Rejection, borderGate, foldGate, foldYard, yard } from '#libs/truck-flow';
import type {
  Gate,
  RegisterYard,
  ChangeCapacity,
  ClassifyYard,
  ProvideAmenity,
  Yard,
  YardActBody,
  YardActType,
  YardCommand,
} from '#libs/truck-flow';
import type { Correction, RecordingContext } from '../context';
import { LegalBases } from '../legal-basis/legal-bases';
import { isCode } from '../not-found';

/** A body, a plain object that has the shape of the act: when it was, and the data of the act. */
type Body<Command extends { readonly data: object }> = Command['data'] & { readonly at: string };

/** What is recorded of a yard once it is registered. */
type YardAct = ChangeCapacity | ClassifyYard | ProvideAmenity;

/** Only the registration of a yard names its gate. */
interface GateOfYard {
  readonly gate?: string;
}

/** A correction is none. */
function isYardAct(
  event: RecordedEvent | undefined,
): event is RecordedEvent & { readonly type: YardActType } {
  return event !== undefined && yard.order.placeOf(event.type) !== undefined;
}

/** Records the acts of yards. @throws Rejection; YARD_NOT_FOUND also outside the caller's reach. */
export class YardRecorder {
  private readonly gates: FoldedStreams<Gate>;
  private readonly yards: FoldedStreams<Yard>;
  private readonly bases: LegalBases;

  constructor(private readonly store: EventStore) {
    this.gates = new FoldedStreams(store, borderGate, foldGate);
    this.yards = new FoldedStreams(store, yard, foldYard);
    this.bases = new LegalBases(store);
  }

  async register({ at, ...data }: Body<RegisterYard>, context: RecordingContext): Promise<Transacted> {
    if (!context.reach.everyGate) throw new Rejection('YARD_NOT_FOUND', 'registering yards needs all gates');
    await this.refuseUnknownGate(data.gate);
    const command: RegisterYard = { kind: 'register', at, data };
    return this.transact(data.yard, () => command, context);
  }

  changeCapacity(code: string, { at, ...data }: Body<ChangeCapacity>, context: RecordingContext) {
    return this.record(code, { kind: 'capacity', at, data }, context);
  }

  classify(code: string, { at, ...data }: Body<ClassifyYard>, context: RecordingContext) {
    return this.record(code, { kind: 'classification', at, data }, context);
  }

  provideAmenity(code: string, { at, ...data }: Body<ProvideAmenity>, context: RecordingContext) {
    return this.record(code, { kind: 'amenity', at, data }, context);
  }

  correct(
    code: string,
    { at, eventId, reason, corrected }: Correction,
    context: RecordingContext,
    read: (type: YardActType, body: object) => YardActBody,
  ): Promise<Transacted> {
    this.refuseOutOfReach(code, context);
    const by = { sub: context.principal.sub, manager: context.principal.roles.includes('gate-manager') };
    const build = async ({ recorded }: History): Promise<YardCommand> => {
      const target = recorded.find((event) => event.eventId === eventId);
      const command = { kind: 'correction' as const, at, eventId, reason, by, now: context.now };
      if (corrected === undefined || !isYardAct(target)) return command;
      const body = read(target.type, corrected);
      await this.refuseOtherGate(target.data as GateOfYard, body as GateOfYard, context);
      return { ...command, corrected: body };
    };
    return this.transact(code, build, context);
  }

  /** Whoever reaches the yard's gate reaches the yard. A legal basis that is named has to be one. */
  private async record(code: string, command: YardAct, context: RecordingContext): Promise<Transacted> {
    const ofGate = isCode(code) ? (await this.yards.read(code)).state.registered?.data.gate : undefined;
    this.refuseOutOfReach(code, context, ofGate);
    const { legalBasis } = command.data as { readonly legalBasis?: string };
    if (legalBasis !== undefined) await this.bases.require(legalBasis, command.at);
    return this.transact(code, () => command, context);
  }

  private async refuseUnknownGate(code: string): Promise<void> {
    if ((await this.gates.read(code)).state.registered !== undefined) return;
    throw new Rejection('GATE_NOT_FOUND', `there is no gate ${code}`);
  }

  /** A corrected registration may give the yard to another gate: one that is there, and the caller's own. */
  private async refuseOtherGate(
    { gate: before }: GateOfYard,
    { gate }: GateOfYard,
    { reach }: RecordingContext,
  ): Promise<void> {
    if (gate === undefined || gate === before) return;
    if (!reach.gate(gate)) throw new Rejection('GATE_NOT_FOUND', `there is no gate ${gate}`);
    await this.refuseUnknownGate(gate);
  }

  private transact(
    id: string,
    prepare: (history: History) => YardCommand | Promise<YardCommand>,
    { command: context }: RecordingContext,
  ) {
    const mayRepeat = async (history: History) => prepare(history);
    return transact(this.store, yard, { id, prepare, context, mayRepeat });
  }

  private refuseOutOfReach(code: string, { reach }: RecordingContext, ofGate?: string): void {
    if (isCode(code) && reach.yard(code, ofGate)) return;
    throw new Rejection('YARD_NOT_FOUND', 'there is no such yard');
  }
}
