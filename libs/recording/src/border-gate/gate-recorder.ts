import { transact } from '#libs/event-sourcing';
import type { EventStore, History, Transacted } from '#libs/event-sourcing';
import { ACT_NAMES, Rejection, borderGate, readAct } from '#libs/truck-flow';
import type { ActBody, ActName, BorderGateCommand, GateActType } from '#libs/truck-flow';
import type { Correction, RecordingContext } from '../context';
import { GATE_NOT_FOUND, isCode } from '../not-found';

/** An act of a gate; its body, a plain object, has the shape of the act. */
export interface ActReport {
  readonly act: ActName;
  readonly gate: string;
  readonly body: { readonly at: string };
}

/** Records the acts of border gates. @throws Rejection; GATE_NOT_FOUND also outside the caller's reach. */
export class GateRecorder {
  constructor(private readonly store: EventStore) {}

  register(
    body: { readonly at: string; readonly gate: string },
    context: RecordingContext,
  ): Promise<Transacted> {
    if (!context.reach.everyGate) throw new Rejection('GATE_NOT_FOUND', 'registering gates needs all gates');
    return this.transact(body.gate, () => actCommand('registration', body), context);
  }

  record({ act, gate, body }: ActReport, context: RecordingContext): Promise<Transacted> {
    this.refuseOutOfReach(gate, context);
    return this.transact(gate, () => actCommand(act, body), context);
  }

  correct(
    gate: string,
    { at, eventId, reason, corrected }: Correction,
    context: RecordingContext,
    read: (act: ActName, body: object) => ActBody,
  ): Promise<Transacted> {
    this.refuseOutOfReach(gate, context);
    const by = { sub: context.principal.sub, manager: context.principal.roles.includes('gate-manager') };
    const build = ({ recorded }: History): BorderGateCommand => {
      const type = recorded.find((event) => event.eventId === eventId)?.type;
      const act = ACT_NAMES[type as GateActType] as ActName | undefined;
      const body = corrected === undefined || act === undefined ? undefined : read(act, corrected);
      const command = { kind: 'correction' as const, at, eventId, reason, by, now: context.now };
      return body === undefined ? command : { ...command, corrected: body };
    };
    return this.transact(gate, build, context);
  }

  private transact(
    id: string,
    prepare: (history: History) => BorderGateCommand,
    { command: context }: RecordingContext,
  ) {
    return transact(this.store, borderGate, { id, prepare, context });
  }

  private refuseOutOfReach(gate: string, { reach }: RecordingContext): void {
    if (!isCode(gate) || !reach.gate(gate)) throw GATE_NOT_FOUND();
  }
}

function actCommand(act: ActName, body: { readonly at: string }): BorderGateCommand {
  return { kind: 'act', report: readAct(act, body) };
}
