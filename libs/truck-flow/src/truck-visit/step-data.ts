/* Reading of step bodies: normalisation, refusals and warnings of single fields. */
import type { Warning } from '#libs/event-sourcing';
import { Rejection } from '../rejection';
import { readContainer, withContainers } from './containers';
import { STEP_TABLE } from './events';
import type { Step, StepType, TruckVisitSteps } from './events';
import type { ContainerRef, Plated } from './shapes';
import { readPlate } from './plate';
import type { StepRow } from './step-row';
import { STEPS } from './steps';
import type { StepName } from './steps';
import { withoutCarriedGate } from './visit-gate';

/** A body as the edge let it pass: the shape of the step's data with raw plates, and `at`. */
export interface StepBody {
  readonly at: string;
  readonly [field: string]: unknown;
}

/** A body read: event time apart, plates and container numbers in their one spelling, odd ones warned of. */
export interface ReadStep<T extends StepType = StepType> {
  readonly type: T;
  readonly at: string;
  readonly data: TruckVisitSteps[T];
  readonly warnings: readonly Warning[];
}

const PLATED = ['tractor', 'trailer', 'toTractor', 'toVehicle'];
/** A container may be lifted onto a trailer. */
const TRAILERS = ['trailer', 'toVehicle'];

/**
 * Reads the body of a step. The corrected body of a correction is read by the same function.
 * @throws Rejection PLATE_UNREADABLE, ASSET_NAMED_TWICE, CONTAINERS_DISAGREE, DIRECTION_NOT_SUPPORTED,
 * OBSERVATION_MISSING, OBSERVATION_NOT_ALLOWED.
 */
export function readStep(step: StepName, body: StepBody): ReadStep {
  refuseUnsupported(step, body);
  const warnings: Warning[] = [];
  const data: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(body)) {
    if (value === undefined || field === 'at' || (value === false && field === 'observed')) continue;
    if (PLATED.includes(field)) data[field] = readPlated(field, value as Plated, warnings);
    else if (field === 'container')
      data[field] = readContainer(value as ContainerRef, '/container', warnings);
    else if (field !== 'containers') data[field] = value;
  }
  refuseNamedTwice(data);
  const listed = body['containers'] as readonly ContainerRef[] | undefined;
  if (listed === undefined) return { type: STEPS[step], at: body.at, data, warnings };
  // The container that is named beside the list is warned of with the list.
  const others = warnings.filter(({ pointer }) => pointer !== '/container/number');
  return { type: STEPS[step], at: body.at, data: withContainers(data, listed, others), warnings: others };
}

const NOT_ALLOWED = 'OBSERVATION_NOT_ALLOWED';

function refuseUnsupported(step: StepName, body: StepBody): void {
  if (body['direction'] === 'IMPORT')
    throw Rejection.of('DIRECTION_NOT_SUPPORTED', '/direction', 'this version records exports only');
  const observed = body['observed'] === true;
  const explained = body['observation'] !== undefined;
  if (observed && !explained)
    throw Rejection.of('OBSERVATION_MISSING', '/observation', 'an observed fact says what was seen');
  if (observed && !isObservable(step))
    throw Rejection.of(NOT_ALLOWED, '/observed', `a ${step} is an order, not a fact that was seen`);
  if (explained && !observed)
    throw Rejection.of(NOT_ALLOWED, '/observation', 'an observation needs "observed": true');
}

function isObservable(step: StepName): boolean {
  const { observable }: StepRow = STEP_TABLE[STEPS[step]];
  return observable !== false;
}

/** A tractor is not its own trailer: one of the two plates was read wrongly. */
function refuseNamedTwice({ tractor, trailer }: { tractor?: Plated; trailer?: Plated }): void {
  if (tractor === undefined || tractor.plate !== trailer?.plate) return;
  throw new Rejection('ASSET_NAMED_TWICE', 'tractor and trailer have one plate');
}

function readPlated(field: string, value: Plated, warnings: Warning[]) {
  const pointer = `/${field}/plate`;
  const { plate, unusual } = readPlate(value.plate, { pointer, trailer: TRAILERS.includes(field) });
  if (unusual) warnings.push({ code: 'PLATE_UNUSUAL', pointer });
  return { ...value, plate };
}

/** Fields that say how a report was judged, not what happened. */
const NOT_REPORTED = new Set([
  'gateRevision',
  'warnings',
  'vehicle',
  'yardOfPlace',
  'toVisitId',
  'ticketHash',
  'observed',
  'observation',
  'passed',
  'places',
  'judgedAt',
  'policy',
  'policyVersion',
]);

/** Do two reports of one step say the same, their time apart? */
export function sameReport(a: object, b: object): boolean {
  return reported(a) === reported(b);
}

/** Do two reports of one step say the same, their time apart? The gate that a step carries was not reported. */
export function sameStep(a: Pick<Step, 'type' | 'data'>, b: Pick<Step, 'type' | 'data'>): boolean {
  return sameReport(withoutCarriedGate(a.type, a.data), withoutCarriedGate(b.type, b.data));
}

function reported(data: object): string {
  const fields = Object.entries(data).filter(([field]) => !NOT_REPORTED.has(field));
  return JSON.stringify(fields.map(([field, value]) => [field, sorted(value)]).sort());
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([field, inner]) => [field, sorted(inner)])
    .sort();
}
