/* Application service of truck visits: admission, locks and context of every step and correction. */

import { KeyedMutex } from '#libs/event-sourcing';
import type { EventStore, History, Transacted } from '#libs/event-sourcing';
import { Rejection, STEP_NAMES, foldVisit, readStep } from '#libs/truck-flow';
import type {
  RecordStep,
  StepBody,
  StepName,
  StepType,
  TruckArrivedData,
  TruckVisitCommand,
  VisitGates,
} from '#libs/truck-flow';
import { RuledGates } from '../border-gate/ruled-gates';
import type { Correction, Reach, RecordingContext } from '../context';
import { CallOrder } from '../gate-queue/call-order';
import type { ShownOrder } from '../gate-queue/call-order';
import { GATE_NOT_FOUND, VISIT_NOT_FOUND, refuseOddId } from '../not-found';
import { isHiddenDamage } from './damaged-visits';
import { NamedVisits } from './named-visits';
import { recordVisit } from './record-visit';
import type { ShownVisits } from './shown-visits';
import { TurnOrder } from './turn-order';
import { VisitAdmission } from './visit-admission';
import {
  asKnown,
  refuseTakenId,
  substituteOf,
  underFreeId,
  underId,
  VisitIds,
  VisitIdTaken,
} from './visit-ids';
import { locationOf, locationToCorrect, newAt } from './visit-location';
import { VisitLockNames } from './visit-lock-names';

/** A step of a visit; its body, a plain object, has the shape of the step. */
export interface StepReport {
  readonly step: StepName;
  readonly visitId: string;
  readonly body: { readonly at: string };
  /** SHA-256 in hex of the ticket that the driver is given once this is recorded. */
  readonly ticketHash?: string;
}

interface Readable extends Omit<StepReport, 'body' | 'ticketHash'> {
  readonly body: StepBody;
  readonly ticketHash?: string | undefined;
}

/**
 * Records the steps of truck visits: folds the gates that the decision needs, asks whether the caller may report this
 * of the visit, and leaves every rule to the decider.
 * @throws Rejection; VISIT_NOT_FOUND also for a visit outside the caller's reach.
 */
export class VisitRecorder {
  readonly lockNames: VisitLockNames;
  private readonly gates: RuledGates;
  private readonly admission: VisitAdmission;
  private readonly named: NamedVisits;
  private readonly ids: VisitIds;
  private readonly mutex = new KeyedMutex();
  private readonly turnOrder: TurnOrder;
  readonly callOrder: CallOrder;

  constructor(
    private readonly store: EventStore,
    private readonly shown: ShownVisits,
    lines: ShownOrder,
  ) {
    this.turnOrder = new TurnOrder(store, shown);
    this.lockNames = new VisitLockNames(store);
    this.gates = new RuledGates(store);
    this.callOrder = new CallOrder(store, this.gates, lines);
    this.admission = new VisitAdmission(store);
    this.ids = new VisitIds(store, shown);
    this.named = new NamedVisits(this.ids, this.admission);
  }

  /** Records an arrival, under a substitute of its id where that is taken and the caller may not know it. */
  async recordArrival(
    { visitId, body: fields, ticketHash }: StepReport,
    context: RecordingContext,
  ): Promise<Transacted> {
    const body: StepBody = fields;
    refuseOddId(visitId);
    const isChosen = body['visitId'] !== undefined;
    return this.mutex.run(this.lockNames.namesFor(visitId, body, true), () =>
      underFreeId(visitId, async (free) => {
        const build = async ({ recorded }: History): Promise<TruckVisitCommand> => {
          const found = newAt(body);
          await this.admission.admit({ step: 'arrival', body }, found, context.reach);
          refuseTakenId({ visitId: free, gate: found.gate, isChosen }, recorded, context);
          const named = await this.named.admit({ step: 'arrival', body }, context.reach);
          const more = await this.admission.yardOfPlace(body, context.reach);
          const report = { step: 'arrival' as const, visitId: free, body: { ...named, ...more }, ticketHash };
          return this.command(report, found.gate, context);
        };
        const answer = await recordVisit(this.store, free, build, context.command).catch((error: unknown) => {
          if (!isChosen || !isHiddenDamage(error, free, context.reach, this.shown)) throw error;
          throw new VisitIdTaken(substituteOf(free, newAt(body).gate));
        });
        this.note(newAt(body).gate, answer);
        return asKnown(answer, free, isChosen ? visitId : free);
      }),
    );
  }

  /** Records a later step. */
  async record(
    { step, visitId, body: fields, ticketHash }: StepReport,
    context: RecordingContext,
  ): Promise<Transacted> {
    const body: StepBody = fields;
    refuseOddId(visitId);
    return this.mutex.run(this.lockNames.namesFor(visitId, body, false), () =>
      this.underKnownId(visitId, context, async (id) => {
        let gate: string | undefined;
        const build = async ({ effective, recorded }: History): Promise<TruckVisitCommand> => {
          const visit = foldVisit(effective);
          const found = locationOf(visit, recorded);
          ({ gate } = found);
          await this.admission.admit({ step, body }, found, context.reach);
          const named = await this.named.admit({ step, body }, context.reach);
          const command = await this.command({ step, visitId: id, body: named, ticketHash }, gate, context);
          const judged = { ...command, ...(await this.callOrder.judged({ visitId: id, ...command })) };
          // Nobody at the gate is there to be warned by what is imported, and a call that was judged warns of nothing.
          if (context.command.source === 'IMPORT' || judged.order !== undefined) return judged;
          return { ...judged, passed: await this.turnOrder.passedBy({ visitId: id, visit, ...judged }) };
        };
        const run = () => recordVisit(this.store, id, build, context.command);
        const answer = step === 'call-forward' ? await this.callOrder.inTurn(id, body.at, run) : await run();
        this.note(gate, answer);
        return answer;
      }),
    );
  }

  private note(gate: string | undefined, answer: Transacted): void {
    this.turnOrder.note(gate, answer);
    this.callOrder.note(gate, answer);
  }

  /** Runs a command of a visit under the id that its caller knows it by, else under that of the substitute. */
  private async underKnownId(
    visitId: string,
    { reach }: RecordingContext,
    run: (visitId: string) => Promise<Transacted>,
  ): Promise<Transacted> {
    try {
      return await run(visitId);
    } catch (refused) {
      const error = isHiddenDamage(refused, visitId, reach, this.shown) ? VISIT_NOT_FOUND() : refused;
      if (!(error instanceof Rejection) || error.code !== 'VISIT_NOT_FOUND') throw error;
      const substitute = await this.ids.findSubstitute(visitId, reach);
      if (substitute === undefined) throw error;
      return asKnown(await run(substitute.visitId), substitute.visitId, visitId);
    }
  }

  /** Records a correction. `read` checks the corrected body by the shape of its step. */
  async correct(
    visitId: string,
    { at, eventId, reason, place, corrected }: Correction & { readonly place?: string },
    context: RecordingContext,
    read: ReadCorrectedBody,
  ): Promise<Transacted> {
    refuseOddId(visitId);
    let gateCode: string | undefined;
    const build = async (id: string, { effective, recorded }: History): Promise<TruckVisitCommand> => {
      const target = recorded.find((event) => event.eventId === eventId);
      const { reach, principal } = context;
      const found = locationToCorrect(foldVisit(effective), recorded, target, reach);
      const manager = principal.roles.includes('gate-manager') && reach.gate(found.gate);
      gateCode = found.gate;
      const by = { sub: principal.sub, roles: principal.roles, manager };
      const { state: gate } = await this.gates.read(found.gate);
      const said = { at, eventId, reason, ...(place === undefined ? {} : { place }) };
      const command = { kind: 'correction' as const, ...said, now: context.now, by, gate };
      const step = STEP_NAMES[target?.type as StepType] as StepName | undefined;
      if (corrected === undefined || step === undefined) return command;
      const before = effective.find((event) => event.eventId === eventId)?.data as
        (TruckArrivedData & StepBody) | undefined;
      const shaped = { step, body: underId(id, visitId, read(step, corrected)) };
      if (step !== 'arrival') await this.admission.admit(shaped, found, reach);
      const report = { step, visitId: id, body: await this.named.admit(shaped, reach, before) };
      const body = step === 'arrival' ? await this.completed(report, before, reach) : report.body;
      return { ...command, ...(await this.judgedBy(body, found.gate, reach)), corrected: body };
    };
    return this.mutex.run(this.lockNames.namesForCorrection(visitId, corrected), () =>
      this.underKnownId(visitId, context, async (id) => {
        const answer = await recordVisit(this.store, id, (history) => build(id, history), context.command);
        this.note(gateCode, answer);
        return answer;
      }),
    );
  }

  /** A corrected arrival as it is recorded, admitted as one, with the visit's own id. `before`: as it was until now. */
  private async completed(
    report: Readable,
    before: TruckArrivedData | undefined,
    reach: Reach,
  ): Promise<StepBody> {
    const { visitId, body } = report;
    if ((body['visitId'] ?? visitId) !== visitId) {
      throw new Rejection('CORRECTION_CHANGES_VISIT', 'an arrival keeps its visit');
    }
    const found = newAt(body);
    await this.admission.admit(report, found, reach);
    if ((await this.gates.read(found.gate)).state.registered === undefined) throw GATE_NOT_FOUND();
    const place = await this.admission.yardOfPlace(body, reach, before?.yardOfPlace);
    return { ...body, visitId, ...place };
  }

  /** What of other streams a body is judged by, beside the visit's gate. */
  private async judgedBy(
    body: StepBody,
    gate: string | undefined,
    reach: Reach,
  ): Promise<Omit<VisitGates, 'gate'>> {
    const { toGate } = body;
    return {
      placeIsNoYard: await this.admission.isNoYard(body, gate, reach),
      ...(typeof toGate === 'string' ? { toGate: (await this.gates.read(toGate)).state } : {}),
    };
  }

  private async command(
    { step, visitId, body, ticketHash }: Readable,
    code: string | undefined,
    { reach, principal, now }: RecordingContext,
  ): Promise<RecordStep> {
    // A call read the policies when it took its turn.
    const known = step === 'call-excuse' ? this.gates.read(code ?? '') : this.gates.readAsKnown(code ?? '');
    const { state: gate, revision } = await known;
    if (gate.registered === undefined) throw GATE_NOT_FOUND();
    const report = readStep(step, step === 'arrival' ? { ...body, visitId } : body);
    const by = { sub: principal.sub, roles: principal.roles };
    const judgedBy = await this.judgedBy(body, code, reach);
    const given = { ...judgedBy, ...(ticketHash === undefined ? {} : { ticketHash }) };
    return { kind: 'step', report, gate, ...given, gateRevision: revision.toString(), now, by };
  }
}

/** Checks a corrected body by the shape of its step. @throws Refusal */
export type ReadCorrectedBody = (step: StepName, corrected: object) => StepBody;
