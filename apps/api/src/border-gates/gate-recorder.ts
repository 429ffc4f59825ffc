import { Inject, Injectable } from '@nestjs/common';
import { transact } from '#libs/event-sourcing';
import type { EventStore, History, Transacted } from '#libs/event-sourcing';
import { CODE_PATTERN } from '#libs/http-edge';
import type { CorrectionFields, RequestContext } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { ACT_NAMES, Rejection, borderGate, readAct } from '#libs/truck-flow';
import type { ActBody, ActName, BorderGateCommand, GateActType } from '#libs/truck-flow';

/** An act as a slice hands it over: its body, a plain object, passed the shape of its class. */
export interface ActReport {
  readonly act: ActName;
  readonly gate: string;
  readonly body: { readonly at: string };
}

/** Records the acts of border gates. @throws Rejection; GATE_NOT_FOUND also outside the caller's reach. */
@Injectable()
export class GateRecorder {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  register(
    body: { readonly at: string; readonly gate: string },
    context: RequestContext,
  ): Promise<Transacted> {
    if (!context.reach.everyGate) throw new Rejection('GATE_NOT_FOUND', 'registering gates needs all gates');
    return this.transact(body.gate, () => actCommand('registration', body), context);
  }

  record({ act, gate, body }: ActReport, context: RequestContext): Promise<Transacted> {
    this.refuseOutOfReach(gate, context);
    return this.transact(gate, () => actCommand(act, body), context);
  }

  correct(
    gate: string,
    { at, eventId, reason, corrected }: CorrectionFields,
    context: RequestContext,
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
    { command: context }: RequestContext,
  ) {
    return transact(this.store, borderGate, { id, prepare, context });
  }

  private refuseOutOfReach(gate: string, { reach }: RequestContext): void {
    if (CODE_PATTERN.test(gate) && reach.gate(gate)) return;
    throw new Rejection('GATE_NOT_FOUND', 'there is no such gate');
  }
}

function actCommand(act: ActName, body: { readonly at: string }): BorderGateCommand {
  return { kind: 'act', report: readAct(act, body) };
}
