/* Queries of the register of border gates: one gate, all of them, and gates as other queries take them. */
import type { DatabaseSync } from 'node:sqlite';
import type { Actor } from '#libs/event-sourcing';
import {
  clearanceRateAt,
  expectedRatesAt,
  foldGate,
  hoursAt,
  lanesAt,
  laneStatusAt,
  modeAt,
  statusAt,
  underPolicies,
  unknownGate,
  upcomingActs,
} from '#libs/truck-flow';
import type {
  ActData,
  ActInForce,
  Gate,
  GateAct,
  GateActs,
  GateActType,
  GateRegisteredData,
  GateStatus,
  HandoverMode,
  Lane,
  OpeningHours,
  TrucksPerDay,
} from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { readActs } from '../places/acts-text';
import { foldedRegister } from '../places/folded-register';
import type { FoldedRegister, RegisterRow } from '../places/folded-register';
import { zoneOf } from '../places/gate-source';
import type { GateSource } from '../places/gate-source';
import { localText } from '../paging/local-time';
import { policySetOf } from '../policies/policies-in-force';

/** A lane that is closed is SUSPENDED: it clears nothing. */
export interface ShownLane extends Lane {
  readonly status: GateStatus;
  readonly expectedRate?: TrucksPerDay;
}

/** Who ordered what made the status, and as far as it is told which side, why, on what ground, of which lane and goods. */
export interface StatusOrder {
  readonly eventId: string;
  readonly actor: Actor;
  readonly orderedBy?: 'HOME' | 'FOREIGN';
  readonly reason?: string;
  readonly legalBasis?: string;
  readonly lane?: string;
  readonly commodityScope?: readonly string[];
  readonly until?: string;
}

export interface UpcomingAct {
  readonly eventId: string;
  readonly type: GateActType;
  /** RFC 3339 with the gate's offset. */
  readonly effectiveFrom: string;
  readonly orderedAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A gate as of an instant. `since` is RFC 3339 with the gate's offset; `by` is null while it was never changed. */
export interface GateDetails extends Pick<
  GateRegisteredData,
  'gate' | 'name' | 'timeZone' | 'pair' | 'gateClass'
> {
  readonly status: GateStatus;
  readonly since: string;
  readonly by: StatusOrder | null;
  readonly lanes: readonly ShownLane[];
  readonly hours: readonly OpeningHours[];
  readonly handoverMode: HandoverMode;
  readonly clearanceRate: { readonly trucksPerDay: TrucksPerDay; readonly since: string } | null;
  readonly upcoming: readonly UpcomingAct[];
}

/** The gate by its own history alone. */
const registerOfGates: FoldedRegister<Gate> = foldedRegister(
  {
    version: 'SELECT version FROM border_gates WHERE gate = ?',
    acts: 'SELECT version, acts FROM border_gates WHERE gate = ?',
  },
  (acts) => foldGate(readActs(acts)),
);

/** The gate folded from its whole effective history, under the policies; undefined when nothing is recorded of it. */
export function gateOf(db: DatabaseSync, code: string): Gate | undefined {
  const gate = registerOfGates(db, code);
  return gate && underPolicies(gate, policySetOf(db));
}

/** The gates of a views file, for queries and for the domain's functions. */
export function gateSource(db: DatabaseSync): GateSource {
  return { gate: (code) => gateOf(db, code) ?? underPolicies(unknownGate, policySetOf(db)) };
}

/** Codes of the registered gates, or of those among these, in the order of the alphabet. */
export function gateCodes(db: DatabaseSync, among: readonly string[] | 'ALL' = 'ALL'): string[] {
  if (among !== 'ALL') {
    return [...new Set(among)].sort().filter((code) => gateOf(db, code)?.registered !== undefined);
  }
  const rows = statement(db, 'SELECT gate AS code, version FROM border_gates ORDER BY gate').all();
  return registerOfGates
    .ofRows(db, rows as unknown as RegisterRow[])
    .flatMap(([code, { registered }]) => (registered === undefined ? [] : [code]));
}

/** A gate as of an instant (epoch milliseconds); undefined when it is not registered. */
export function borderGate(db: DatabaseSync, code: string, at: number): GateDetails | undefined {
  const gate = gateOf(db, code);
  if (gate?.registered === undefined) return undefined;
  const { data } = gate.registered;
  const zone = zoneOf(gate);
  const { status, since, by } = statusAt(gate, at);
  const rate = clearanceRateAt(gate, at);
  return {
    gate: code,
    name: data.name,
    timeZone: data.timeZone,
    ...(data.pair === undefined ? {} : { pair: data.pair }),
    ...(data.gateClass === undefined ? {} : { gateClass: data.gateClass }),
    status,
    since: localText(zone, since),
    by: by === undefined ? null : orderOf(by),
    lanes: lanesShown(gate, at),
    hours: hoursAt(gate, at),
    handoverMode: modeAt(gate, at) ?? data.handoverMode,
    clearanceRate:
      rate === undefined ? null : { trucksPerDay: rate.trucksPerDay, since: localText(zone, rate.since) },
    upcoming: upcomingActs(gate, at).map((act) => upcoming(act, zone)),
  };
}

/** The registered gates among these, as of an instant (epoch milliseconds). */
export function borderGateList(
  db: DatabaseSync,
  { at, gates }: { readonly at: number; readonly gates: readonly string[] | 'ALL' },
): GateDetails[] {
  return gateCodes(db, gates).flatMap((code) => borderGate(db, code, at) ?? []);
}

function lanesShown(gate: Gate, at: number): ShownLane[] {
  const rates = expectedRatesAt(gate, at);
  return lanesAt(gate, at).map((lane) => {
    const rate = rates.find((one) => one.lane === lane.lane);
    return {
      ...lane,
      status: laneStatusAt(gate, at, lane.lane),
      ...(rate === undefined ? {} : { expectedRate: rate.trucksPerDay }),
    };
  });
}

function orderOf(act: GateAct): StatusOrder {
  const ordered = { eventId: act.eventId, actor: act.metadata.actor };
  const { legalBasis, until } = act.data as ActData;
  const grounds = {
    ...(legalBasis === undefined ? {} : { legalBasis }),
    ...(until === undefined ? {} : { until }),
  };
  const { orderedBy, reason, lane, commodityScope } = act.data as Partial<
    GateActs['borderGate.GateSuspended.v1']
  >;
  return {
    ...ordered,
    ...grounds,
    ...(orderedBy === undefined ? {} : { orderedBy }),
    ...(reason === undefined ? {} : { reason }),
    ...(lane === undefined ? {} : { lane }),
    ...(commodityScope === undefined ? {} : { commodityScope }),
  };
}

function upcoming({ act, from }: ActInForce, zone: string): UpcomingAct {
  return {
    eventId: act.eventId,
    type: act.type,
    effectiveFrom: localText(zone, from),
    orderedAt: act.at,
    data: { ...act.data },
  };
}
