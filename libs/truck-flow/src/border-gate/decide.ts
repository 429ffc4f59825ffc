/* Decider of the border gate: registers it, records its acts and their corrections. */
import type { Decider, Decision, History } from '#libs/event-sourcing';
import { correct } from '../correction';
import type { Correct, CorrectionRules } from '../correction';
import { Rejection } from '../rejection';
import { sameReport } from '../truck-visit/step-data';
import { ACT_NAMES, readAct } from './acts';
import type { ActBody, ReadAct } from './acts';
import { GATE_CORRECTED } from './events';
import type { BorderGateEvent, GateAct, GateActEvent, GateActType } from './events';
import { BORDER_GATE, gateOrder } from './category';
import { lanesOf } from './lanes';
import { foldGate } from './state';
import type { Gate } from './state';
import { saidTwice } from './said-twice';

export interface RecordAct {
  readonly kind: 'act';
  readonly report: ReadAct;
}

/** A correction of a recorded act; `corrected` is the act's whole new body. */
export type CorrectAct = Correct<ActBody>;

export type BorderGateCommand = RecordAct | CorrectAct;

export const borderGate: Decider<BorderGateCommand, BorderGateEvent> = {
  category: BORDER_GATE.name,
  order: gateOrder,
  decide(command, history) {
    if (command.kind === 'act') return recordAct(command.report, history);
    return correct(command, history, correctionOf(foldGate(history.effective)));
  },
};

const NOTHING: Decision<BorderGateEvent> = { events: [], warnings: [] };

function recordAct(report: ReadAct, history: History): Decision<BorderGateEvent> {
  const gate = foldGate(history.effective);
  if (report.type === 'borderGate.GateRegistered.v1') return register(report, gate);
  if (gate.registered === undefined) throw new Rejection('GATE_NOT_FOUND', 'no such gate is registered');
  if (report.type !== 'borderGate.LaneOpened.v1') checkLanes(report, lanesOf(gate));
  if (saidTwice(gate, actOf(report))) return NOTHING;
  return recorded(report);
}

function recorded({ type, data, at }: ReadAct): Decision<BorderGateEvent> {
  return { events: [{ type, data, eventTime: at } as GateActEvent], warnings: [] };
}

function actOf({ type, data, at }: ReadAct): GateAct {
  return { type, data, at, time: Date.parse(at) } as GateAct;
}

function register(report: ReadAct, { registered }: Gate): Decision<BorderGateEvent> {
  checkLanes(report, lanesNamedBy(report, 'lanes'));
  if (registered === undefined) return recorded(report);
  // An absent pair or class says nothing against the one that is recorded.
  if (sameReport(registered.data, { ...registered.data, ...report.data })) return NOTHING;
  throw new Rejection(
    'GATE_ALREADY_REGISTERED',
    'this gate is registered with other data; correct it instead',
  );
}

function lanesNamedBy(
  { data }: { readonly data: object },
  by: 'lanes' | 'lane' | 'hours',
): readonly string[] {
  const { lanes, lane, hours } = data as {
    readonly lanes?: readonly string[];
    readonly lane?: string;
    readonly hours?: readonly { readonly lane: string }[];
  };
  if (by === 'lanes') return lanes ?? [];
  if (by === 'lane') return lane === undefined ? [] : [lane];
  return (hours ?? []).map((one) => one.lane);
}

function checkLanes(act: { readonly data: object }, lanes: readonly string[]): void {
  const named = [...lanesNamedBy(act, 'lane'), ...lanesNamedBy(act, 'hours')];
  const unknown = named.find((lane) => !lanes.includes(lane));
  if (unknown !== undefined) throw new Rejection('LANE_UNKNOWN', `this gate has no lane ${unknown}`);
}

function correctionOf(gate: Gate): CorrectionRules<ActBody, typeof GATE_CORRECTED> {
  return {
    type: GATE_CORRECTED,
    order: gateOrder,
    read: (target, body) => {
      const corrected = readAct(ACT_NAMES[target.type as GateActType], body);
      if (corrected.type === 'borderGate.GateRegistered.v1') checkRegistration(corrected, gate);
      checkLanesKept(target, { ...actOf(corrected), eventId: target.eventId }, gate);
      return { at: corrected.at, data: corrected.data, warnings: [] };
    },
    remove: (target) => {
      if (target.type === 'borderGate.GateRegistered.v1')
        throw new Rejection('CORRECTION_OF_REGISTRATION', 'a gate that is in use cannot be unregistered');
      checkLanesKept(target, undefined, gate);
    },
  };
}

/** A corrected registration keeps the gate's code, and has hours for none but its own lanes. */
function checkRegistration(
  corrected: ReadAct & { readonly data: { readonly gate?: string } },
  gate: Gate,
): void {
  if (corrected.data.gate !== gate.registered?.data.gate)
    throw new Rejection('CORRECTION_OF_REGISTRATION', 'a registration keeps its gate');
  checkLanes(corrected, lanesNamedBy(corrected, 'lanes'));
}

/** After a correction the gate still has every lane that another act, or the corrected one, names. */
function checkLanesKept(
  target: { readonly eventId: string },
  corrected: GateAct | undefined,
  { acts }: Gate,
): void {
  const others = acts.map(({ act }) => act).filter(({ eventId }) => eventId !== target.eventId);
  const after = foldGate(corrected === undefined ? others : [...others, corrected]);
  const lanes = lanesOf(after);
  for (const { act } of after.acts) checkLanes(act, lanes);
}
