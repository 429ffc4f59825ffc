import { Inject, Injectable } from '@nestjs/common';
import { FoldedStreams } from '#libs/event-sourcing';
import type { EventStore, History, RecordedEvent, Transacted } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import {
  Rejection,
  STEP_NAMES,
  borderGate,
  dedicatedDriver,
  foldDriver,
  foldGate,
  foldVisit,
  foldYard,
  readStep,
  yard,
} from '#libs/truck-flow';
import type {
  Gate,
  StepBody,
  StepName,
  StepType,
  TruckArrivedData,
  TruckVisitCommand,
  Visit,
  VisitGates,
} from '#libs/truck-flow';
import type { RequestContext } from '../http/context/request-context';
import type { CorrectionFields } from '../http/validation/correction-fields';
import { UUID_PATTERN } from '../http/validation/fields';
import { HeldThings } from './held-things';
import { recordVisit } from './record-visit';
import type { StepFields } from './step-fields';
import { Turns } from './turns';

/** A step as a slice hands it over: its body, a plain object, passed the shape of its class. */
export interface StepReport {
  readonly step: StepName;
  readonly visitId: string;
  readonly body: StepFields;
}

interface Readable extends Omit<StepReport, 'body'> {
  readonly body: StepBody;
}

/**
 * Records the steps of truck visits: folds what the decision needs of other streams (gate, yard, driver), asks
 * whether the caller reaches the visit, and leaves every rule to the decider.
 * @throws Rejection; VISIT_NOT_FOUND also for a visit outside the caller's reach.
 */
@Injectable()
export class VisitRecorder {
  readonly held: HeldThings;
  private readonly gates: FoldedStreams<Gate>;
  private readonly yards;
  private readonly drivers;
  private readonly turns = new Turns();

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {
    this.held = new HeldThings(store);
    this.gates = new FoldedStreams(store, borderGate, foldGate);
    this.yards = new FoldedStreams(store, yard, foldYard);
    this.drivers = new FoldedStreams(store, dedicatedDriver, foldDriver);
  }

  async record({ step, visitId, body: fields }: StepReport, context: RequestContext): Promise<Transacted> {
    const body: StepBody = fields as StepFields & StepBody;
    const report: Readable = { step, visitId, body };
    refuseOddId(visitId);
    const names = this.held.namesFor(visitId, body, step === 'arrival');
    return this.turns.run(names, () =>
      recordVisit(
        this.store,
        visitId,
        async ({ effective, recorded }) => {
          const visit = foldVisit(effective);
          const code = step === 'arrival' ? (body['gate'] as string) : gateOf(visit, recorded);
          await this.admit(report, code, context);
          return this.command(report, code, step === 'arrival' ? await this.arrivalPlace(body) : {});
        },
        context.command,
      ),
    );
  }

  /** Records a correction. `read` checks the corrected body by the shape of its step. */
  async correct(
    visitId: string,
    { at, eventId, reason, place, corrected }: CorrectionFields & Pick<StepFields, 'place'>,
    context: RequestContext,
    read: ReadCorrectedBody,
  ): Promise<Transacted> {
    refuseOddId(visitId);
    const build = async ({ effective, recorded }: History): Promise<TruckVisitCommand> => {
      const target = recorded.find((event) => event.eventId === eventId);
      const { reach, principal } = context;
      const code = gateToCorrectAt(foldVisit(effective), recorded, target, reach);
      const manager = principal.roles.includes('gate-manager') && reach.gate(code);
      const by = { sub: principal.sub, manager };
      const { state: gate } = await this.gates.read(code);
      const said = { at, eventId, reason, ...(place === undefined ? {} : { place }) };
      const command = { kind: 'correction' as const, ...said, now: context.now, by, gate };
      const step = STEP_NAMES[target?.type as StepType] as StepName | undefined;
      if (corrected === undefined || step === undefined) return command;
      const body = await this.completed({ step, visitId, body: read(step, corrected) }, code, context);
      return { ...command, ...(await this.destination(body)), corrected: body };
    };
    return this.turns.run(this.held.namesForCorrection(visitId, corrected), () =>
      recordVisit(this.store, visitId, build, context.command),
    );
  }

  /** A corrected body as it is recorded, admitted as the step itself would be; an arrival with the visit's own id. */
  private async completed(report: Readable, code: string, context: RequestContext): Promise<StepBody> {
    const { step, visitId, body } = report;
    if (step !== 'arrival') {
      await this.admit(report, code, context);
      return body;
    }
    if ((body['visitId'] ?? visitId) !== visitId) {
      throw new Rejection('CORRECTION_CHANGES_VISIT', 'an arrival keeps its visit');
    }
    const gate = body['gate'] as string;
    await this.admit(report, gate, context);
    if ((await this.gates.read(gate)).state.registered === undefined) throw GATE_NOT_FOUND();
    return { ...body, visitId, ...(await this.arrivalPlace(body)) };
  }

  /** Does the visit exist for this caller, and do the yard and driver it names? */
  private async admit(
    { step, body }: Readable,
    gate: string | undefined,
    { reach }: RequestContext,
  ): Promise<void> {
    const inYard = typeof body['yard'] === 'string' ? body['yard'] : undefined;
    if (gate === undefined || !(reach.gate(gate) || (inYard !== undefined && reach.yard(inYard)))) {
      throw step === 'arrival' ? GATE_NOT_FOUND() : VISIT_NOT_FOUND();
    }
    if (inYard !== undefined) await this.refuseForeignYard(inYard, gate, reach);
    const driver = body['dedicatedDriver'];
    if (typeof driver === 'string') await this.refuseUnregistered(driver, gate);
  }

  /** Who reaches a visit only by a yard reaches it only in the yards of the visit's gate. */
  private async refuseForeignYard(code: string, gate: string, reach: RequestContext['reach']): Promise<void> {
    const { registered } = (await this.yards.read(code)).state;
    if (registered === undefined) throw new Rejection('YARD_NOT_FOUND', `there is no yard ${code}`);
    if (!reach.gate(gate) && registered.data.gate !== gate) throw VISIT_NOT_FOUND();
  }

  private async refuseUnregistered(driver: string, gate: string): Promise<void> {
    const { registered } = (await this.drivers.read(driver)).state;
    if (registered?.data.gate === gate) return;
    throw new Rejection('DRIVER_NOT_REGISTERED', `${driver} is not registered for ${gate}`);
  }

  /** A place that is a yard's code: the truck stands in that yard from its arrival on (api.md). */
  private async arrivalPlace({ place }: StepBody): Promise<Partial<TruckArrivedData>> {
    if (typeof place !== 'string') return {};
    const { registered } = (await this.yards.read(place)).state;
    return registered === undefined ? {} : { yardOfPlace: place };
  }

  private async destination({ toGate }: StepBody): Promise<Pick<VisitGates, 'toGate'>> {
    return typeof toGate === 'string' ? { toGate: (await this.gates.read(toGate)).state } : {};
  }

  private async command(
    { step, visitId, body }: Readable,
    code: string | undefined,
    more: Partial<TruckArrivedData>,
  ): Promise<TruckVisitCommand> {
    const { state: gate, revision } = await this.gates.read(code ?? '');
    if (gate.registered === undefined) throw GATE_NOT_FOUND();
    const read = readStep(step, step === 'arrival' ? { ...body, visitId } : body);
    const report = { ...read, data: { ...read.data, ...more } };
    const gates = { gate, ...(await this.destination(body)) };
    return { kind: 'step', report, ...gates, gateRevision: revision.toString() };
  }
}

/** Checks a corrected body by the shape of its step. @throws Refusal */
export type ReadCorrectedBody = (step: StepName, corrected: object) => StepBody;

/** A name that is no id has no stream, and none may be read by it. */
function refuseOddId(visitId: string): void {
  if (!UUID_PATTERN.test(visitId)) throw VISIT_NOT_FOUND();
}

function gateOf(visit: Visit, recorded: readonly RecordedEvent[]): string | undefined {
  if (visit.arrival !== undefined) return visit.arrival.data.gate;
  const arrival = recorded.findLast((event) => event.type === 'truckVisit.TruckArrived.v1');
  return (arrival?.data as TruckArrivedData | undefined)?.gate;
}

/**
 * The visit's gate, for a caller who reaches the visit, or the yard that the corrected step names: whoever recorded
 * a truck out of its yard may take that back. @throws Rejection VISIT_NOT_FOUND.
 */
function gateToCorrectAt(
  visit: Visit,
  recorded: readonly RecordedEvent[],
  target: RecordedEvent | undefined,
  reach: RequestContext['reach'],
): string {
  const gate = gateOf(visit, recorded);
  const { yard } = (target?.data ?? {}) as { readonly yard?: string };
  const isReached = (place: string | undefined) => gate !== undefined && reach.visit({ gate, yard: place });
  if (gate === undefined || !(isReached(visit.yard?.yard) || isReached(yard))) throw VISIT_NOT_FOUND();
  return gate;
}

const GATE_NOT_FOUND = () => new Rejection('GATE_NOT_FOUND', 'there is no such gate');
const VISIT_NOT_FOUND = () => new Rejection('VISIT_NOT_FOUND', 'there is no such visit');
