import { modeAt } from '../border-gate/state';
import type { Gate } from '../border-gate/state';
import { callsOf } from './calls';
import type { Transfer } from './carriage';
import type { Step } from './events';
import type { HandoverMode } from './shapes';
import type { Visit } from './state';
import { STEPS } from './steps';

const { 'container-cut': CUT, 'container-lift': LIFT, transload: TRANSLOAD } = STEPS;

/** What one handover mode asks for before the crossing (R-22, H-01…H-07). */
interface ModeRules {
  /** CABIN: the cab must be disinfected after customs (D-10). ANY: any one disinfection. */
  readonly clean: 'CABIN' | 'ANY';
  readonly transfers: readonly Transfer['type'][];
  readonly handover: 'REQUIRED' | 'UNLESS_FOREIGN_VEHICLE' | 'NOT_IN_MODE';
  readonly handoverTractor: boolean;
  readonly after: readonly ('delivery' | 'return')[];
}

const DRIVEN = { clean: 'CABIN', transfers: [], handover: 'REQUIRED', handoverTractor: false } as const;

export const MODES: Record<HandoverMode, ModeRules> = {
  FOREIGN_YARD: { ...DRIVEN, after: ['delivery', 'return'] },
  BORDER_LINE: { ...DRIVEN, after: ['return'] },
  CLOSED_LOOP_TRACTOR: { ...DRIVEN, handoverTractor: true, after: ['delivery', 'return'] },
  CONTAINER_CUT: { ...DRIVEN, transfers: [CUT], after: ['delivery', 'return'] },
  CONTAINER_LIFT: transferMode(LIFT),
  TRANSLOAD: transferMode(TRANSLOAD),
  FOREIGN_VEHICLE_PICKUP: {
    clean: 'ANY',
    transfers: [CUT, LIFT, TRANSLOAD],
    handover: 'NOT_IN_MODE',
    handoverTractor: false,
    after: [],
  },
};

function transferMode(transfer: Transfer['type']): ModeRules {
  return {
    clean: 'ANY',
    transfers: [transfer],
    handover: 'UNLESS_FOREIGN_VEHICLE',
    handoverTractor: false,
    after: ['return'],
  };
}

export const OWN_MODE: Record<Transfer['type'], HandoverMode> = {
  [CUT]: 'CONTAINER_CUT',
  [LIFT]: 'CONTAINER_LIFT',
  [TRANSLOAD]: 'TRANSLOAD',
};

/**
 * The visit's handover mode: fixed by the call-forward in force, or that the truck followed, else by the first handover
 * or transfer, from the gate's mode in force then; a transfer that this mode does not know sets the mode of its own name.
 * While nothing has fixed it, the gate's mode at `time`.
 */
export function modeOf(visit: Visit, gate: Gate, time: number): HandoverMode {
  const call = fixingCall(visit, gate, time);
  const fixing = call ?? firstOf(visit.handover, visit.transfers[0]);
  const chosen = call?.data.mode ?? modeAt(gate, fixing?.time ?? time) ?? 'FOREIGN_YARD';
  return visit.transfers.reduce((mode, transfer) => modeAfter(mode, transfer.type), chosen);
}

/** The call that was in force when the truck followed it, or that is at `time`. */
function fixingCall(
  visit: Visit,
  gate: Gate,
  time: number,
): Step<'truckVisit.TruckCalledForward.v1'> | undefined {
  const gone = [visit.handover, visit.transfers[0], visit.crossing].map((step) => step?.time ?? Infinity);
  const followed = Math.min(...gone, time);
  return callsOf(visit, gate).find(({ until }) => until > followed)?.step;
}

/** The mode of a visit that a transfer of this type is added to. */
export function modeAfter(mode: HandoverMode, transfer: Transfer['type']): HandoverMode {
  return MODES[mode].transfers.includes(transfer) ? mode : OWN_MODE[transfer];
}

function firstOf(a: Step | undefined, b: Step | undefined): Step | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.time < a.time ? b : a;
}
