/* Sample reports of the steps, by which next steps are judged. */
import type { TruckVisitSteps } from './events';
import { MODES } from './handover-mode';
import type { DisinfectionTarget, HandoverMode } from './shapes';
import type { Visit } from './state';
import type { ReportedStep, STEPS } from './steps';

/** The steps that are reported of a visit once it has begun. */
export type LaterStep = Exclude<ReportedStep, 'arrival'>;

type Reports<Name extends LaterStep> = (
  visit: Visit,
  mode: HandoverMode,
) => readonly TruckVisitSteps[(typeof STEPS)[Name]][];

const TARGETS: readonly DisinfectionTarget[] = ['CABIN', 'CARGO', 'PACKAGING', 'CONTAINER', 'VEHICLE'];
const UNNAMED = { plate: '' };
const ABROAD = { plate: '', country: '' };
const withoutWords = () => [{}];
const withReason = () => [{ reason: '' }];
const ofOpenHolds = ({ openHolds }: Visit) => openHolds.map(({ data: { cause } }) => ({ cause }));

/** The reports of each step that the record may answer differently, in the order of work; none: there is nothing to say. */
export const REPORTS: { readonly [Name in LaterStep]: Reports<Name> } = {
  'hold-lift': ofOpenHolds,
  'customs-clearance': () => [{ declarationNumber: '' }],
  disinfection: disinfectionsOf,
  'call-forward': withoutWords,
  'call-excuse': () => [{ cause: 'OTHER' }],
  'yard-entry': () => [{ yard: '' }],
  'yard-exit': ({ yard }) => (yard === undefined ? [] : [{ yard: yard.yard }]),
  weighing: () => [{ grossKg: 0 }],
  'container-cut': () => [{ yard: '', container: { number: '' }, toTractor: ABROAD }],
  'container-lift': () => [{ yard: '', container: { number: '' }, toVehicle: ABROAD }],
  transload: () => [{ yard: '', toVehicle: ABROAD }],
  handover: () => [{ dedicatedDriver: '', tractor: UNNAMED }],
  crossing: () => [{ vehicle: UNNAMED }],
  delivery: () => [{ foreignYard: '' }],
  return: withoutWords,
  'turn-back': withReason,
  diversion: withReason,
  cancellation: withReason,
  'vehicle-change': () => [{ tractor: UNNAMED, reason: '' }],
  hold: () => [{ cause: '' }],
  'hold-lift-confirmation': ofOpenHolds,
  ticket: () => [],
};

/** The cab where the mode still asks for it, else whatever there is to disinfect. */
function disinfectionsOf({ cabin }: Visit, mode: HandoverMode) {
  const asked = MODES[mode].clean === 'CABIN' && cabin === undefined ? TARGETS.slice(0, 1) : TARGETS;
  return asked.map((target) => ({ targets: [target], procedureVersion: '' }));
}
