import { Inject, Injectable } from '@nestjs/common';
import { FoldedStreams, transact } from '#libs/event-sourcing';
import type { EventStore, History, Transacted } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import { Rejection, borderGate, foldGate, yard } from '#libs/truck-flow';
import type {
  Gate,
  RegisterYard,
  ChangeCapacity,
  YardActBody,
  YardActType,
  YardCommand,
} from '#libs/truck-flow';
import type { RequestContext } from '../http/context/request-context';
import type { CorrectionFields } from '../http/validation/correction-fields';
import { CODE_PATTERN } from '../http/validation/fields';

/** A body, a plain object that passed the shape of its class: when it was, and the data of the act. */
type Body<Command extends { readonly data: object }> = Command['data'] & { readonly at: string };

/** Records the acts of yards. @throws Rejection; YARD_NOT_FOUND also outside the caller's reach. */
@Injectable()
export class YardRecorder {
  private readonly gates: FoldedStreams<Gate>;

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {
    this.gates = new FoldedStreams(store, borderGate, foldGate);
  }

  async register({ at, ...data }: Body<RegisterYard>, context: RequestContext): Promise<Transacted> {
    if (!context.reach.everyGate) throw new Rejection('YARD_NOT_FOUND', 'registering yards needs all gates');
    if ((await this.gates.read(data.gate)).state.registered === undefined) {
      throw new Rejection('GATE_NOT_FOUND', `there is no gate ${data.gate}`);
    }
    const command: RegisterYard = { kind: 'register', at, data: data };
    return this.transact(data.yard, () => command, context);
  }

  changeCapacity(
    code: string,
    { at, ...data }: Body<ChangeCapacity>,
    context: RequestContext,
  ): Promise<Transacted> {
    this.refuseOutOfReach(code, context);
    const command: ChangeCapacity = { kind: 'capacity', at, data: data };
    return this.transact(code, () => command, context);
  }

  correct(
    code: string,
    { at, eventId, reason, corrected }: CorrectionFields,
    context: RequestContext,
    read: (type: YardActType, body: object) => YardActBody,
  ): Promise<Transacted> {
    this.refuseOutOfReach(code, context);
    const by = { sub: context.principal.sub, manager: context.principal.roles.includes('gate-manager') };
    const build = ({ recorded }: History): YardCommand => {
      const type = recorded.find((event) => event.eventId === eventId)?.type as YardActType | undefined;
      const command = { kind: 'correction' as const, at, eventId, reason, by, now: context.now };
      if (corrected === undefined || type === undefined) return command;
      return { ...command, corrected: read(type, corrected) };
    };
    return this.transact(code, build, context);
  }

  private transact(
    id: string,
    prepare: (history: History) => YardCommand,
    { command: context }: RequestContext,
  ) {
    return transact(this.store, yard, { id, prepare, context });
  }

  private refuseOutOfReach(code: string, { reach }: RequestContext): void {
    if (CODE_PATTERN.test(code) && reach.yard(code)) return;
    throw new Rejection('YARD_NOT_FOUND', 'there is no such yard');
  }
}
