/* Application service of fee accounts: payments and waivers of a visit. */

import { FoldedStreams, transact } from '#libs/event-sourcing';
import type { EventStore, History, Transacted } from '#libs/event-sourcing';
import {
  ALL_TARIFFS,
  chargedVisitOf,
  chargingYards,
  feeAccount,
  feeLinesOf,
  foldTariffs,
  foldYard,
  tariffDecider,
  unknownYard,
  yard,
} from '#libs/truck-flow';
import type {
  FeeAccountActs,
  FeeAccountActType,
  FeeAccountBody,
  FeeAccountCommand,
  FeeLine,
  Tariffs,
  Visit,
  Yard,
} from '#libs/truck-flow';
import type { Correction, RecordingContext } from '../context';
import { LegalBases } from '../legal-basis/legal-bases';
import { VISIT_NOT_FOUND, isVisitId } from '../not-found';
import type { ShownVisits } from '../truck-visit/shown-visits';
import { VisitIds, asKnown } from '../truck-visit/visit-ids';
import { locationOf } from '../truck-visit/visit-location';

type Reported<Type extends keyof FeeAccountActs> = Omit<FeeAccountActs[Type], 'gate'> & {
  readonly at: string;
};

/** Builds the command from the visit as just read. */
type Build = (visit: Visit, gate: string, account: History) => Promise<FeeAccountCommand> | FeeAccountCommand;

/** Records what is paid and waived. @throws Rejection; VISIT_NOT_FOUND also outside the caller's reach. */
export class FeeRecorder {
  private readonly tariffs: FoldedStreams<Tariffs>;
  private readonly yards: FoldedStreams<Yard>;
  private readonly ids: VisitIds;
  private readonly bases: LegalBases;

  constructor(
    private readonly store: EventStore,
    shown: ShownVisits,
  ) {
    this.tariffs = new FoldedStreams(store, tariffDecider, foldTariffs);
    this.yards = new FoldedStreams(store, yard, foldYard);
    this.ids = new VisitIds(store, shown);
    this.bases = new LegalBases(store);
  }

  pay(
    visitId: string,
    { at, ...data }: Reported<'feeAccount.PaymentRecorded.v1'>,
    context: RecordingContext,
  ): Promise<Transacted> {
    return this.transact(
      visitId,
      (_visit, gate) => ({ kind: 'payment', at, data: { gate, ...data } }),
      context,
    );
  }

  waive(
    visitId: string,
    { at, ...data }: Reported<'feeAccount.WaiverGranted.v1'>,
    context: RecordingContext,
  ): Promise<Transacted> {
    const build: Build = async (visit, gate) => {
      await this.bases.require(data.legalBasis, at);
      const lines = await this.linesOf(visit, Date.parse(at));
      return { kind: 'waiver', at, data: { gate, ...data }, lines };
    };
    return this.transact(visitId, build, context);
  }

  private async transact(visitId: string, build: Build, { reach, command: context }: RecordingContext) {
    if (!isVisitId(visitId)) throw VISIT_NOT_FOUND();
    const found = await this.ids.find(visitId, reach);
    if (found === undefined) throw VISIT_NOT_FOUND();
    const gate = locationOf(found.visit, found.recorded).gate ?? '';
    const id = found.visitId;
    const prepare = (account: History) => build(found.visit, gate, account);
    return asKnown(await transact(this.store, feeAccount, { id, prepare, context }), id, visitId);
  }

  correct(
    visitId: string,
    { at, eventId, reason, corrected }: Correction,
    context: RecordingContext,
    read: (type: FeeAccountActType, body: object) => FeeAccountBody,
  ): Promise<Transacted> {
    const by = { sub: context.principal.sub, manager: context.principal.roles.includes('gate-manager') };
    const build: Build = (_visit, gate, { recorded }) => {
      const target = recorded.find((event) => event.eventId === eventId);
      const command = { kind: 'correction' as const, at, eventId, reason, by, now: context.now, gate };
      const isAct = target !== undefined && feeAccount.order.placeOf(target.type) !== undefined;
      if (corrected === undefined || !isAct) return command;
      return { ...command, corrected: read(target.type as FeeAccountActType, corrected) };
    };
    return this.transact(visitId, build, context);
  }

  /** The fee lines of a visit as of an instant, epoch milliseconds. */
  private async linesOf(visit: Visit, at: number): Promise<FeeLine[]> {
    const charged = chargedVisitOf(visit);
    if (charged === undefined) return [];
    const codes = [...new Set(charged.stays.map((stay) => stay.yard))];
    const read = await Promise.all(
      codes.map(async (code) => [code, (await this.yards.read(code)).state] as const),
    );
    const known = new Map(read);
    const tariffs = (await this.tariffs.read(ALL_TARIFFS)).state;
    return feeLinesOf(
      charged,
      { tariffs, yards: chargingYards((code) => known.get(code) ?? unknownYard) },
      at,
    );
  }
}
