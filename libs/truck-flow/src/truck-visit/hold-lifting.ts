import type { RecordedEvent } from '#libs/event-sourcing';
import { Rejection } from '../rejection';
import type { Step } from './events';
import type { Visit } from './state';

type HoldPlaced = Step<'truckVisit.HoldPlaced.v1'>;
type HoldLifted = Step<'truckVisit.HoldLifted.v1'>;

/** Who reports: the roles of the token. */
export interface Reporter {
  readonly sub: string;
  readonly roles: readonly string[];
}

const HEALTH = 'health-officer';
const MANAGER = 'gate-manager';

/**
 * A hold is lifted by the role that placed it; a hold of the health officer by the health officer alone. A gate manager
 * lifts one of another role once another person has confirmed it (`hold-lift-confirmation`). A cause for which the visit is
 * held again is one hold: the health officer's if one of them placed it, else of who placed it first. Holds whose
 * placer's role nobody knows may be lifted by whoever may lift any.
 * @throws Rejection HOLD_OF_OTHER_AGENCY
 */
export function refuseLiftOfOthers({ data }: HoldLifted, before: Visit, by: Reporter): void {
  const placed = placementsOf(data.cause, before);
  const [first] = placed;
  if (first === undefined) return;
  const isOfHealth = placed.some((hold) => rolesOf(hold).includes(HEALTH));
  const owners = isOfHealth ? [HEALTH] : rolesOf(first);
  if (owners.length === 0 || by.roles.some((role) => owners.includes(role))) return;
  if (!isOfHealth && by.roles.includes(MANAGER) && isConfirmed(data.cause, before, by)) return;
  throw new Rejection(
    'HOLD_OF_OTHER_AGENCY',
    isOfHealth
      ? 'a hold of the health officer is lifted by the health officer alone'
      : `lifted by ${owners.join(' or ')}, or by the gate manager once another person has confirmed it`,
  );
}

/**
 * A hold of the health officer is not corrected away by others; any other as every step is.
 * @throws Rejection HOLD_OF_OTHER_AGENCY
 */
export function refuseCorrectedHoldOfOthers(target: RecordedEvent, by: Reporter): void {
  const { actor, role } = target.metadata;
  if (target.type !== 'truckVisit.HoldPlaced.v1' || actor.sub === by.sub) return;
  if (!role.split(' ').includes(HEALTH) || by.roles.includes(HEALTH)) return;
  throw new Rejection(
    'HOLD_OF_OTHER_AGENCY',
    'a hold of the health officer is corrected by the health officer alone',
  );
}

/** Has another person said since the hold was placed that it may be lifted? */
function isConfirmed(cause: string, { steps, openHolds }: Visit, by: Reporter): boolean {
  const since = openHolds.find((hold) => hold.data.cause === cause)?.time ?? 0;
  return steps.some(
    (step) =>
      step.type === 'truckVisit.HoldLiftConfirmed.v1' &&
      step.data.cause === cause &&
      step.time >= since &&
      step.metadata.actor.sub !== by.sub,
  );
}

/** The placements of the hold for a cause that is open. */
function placementsOf(cause: string, { steps, openHolds }: Visit): HoldPlaced[] {
  const first = openHolds.find((hold) => hold.data.cause === cause);
  if (first === undefined) return [];
  return steps
    .slice(steps.indexOf(first))
    .filter((step): step is HoldPlaced => step.type === first.type && step.data.cause === cause);
}

function rolesOf({ metadata }: Step): string[] {
  return metadata.role.split(' ').filter((role) => role !== '');
}
