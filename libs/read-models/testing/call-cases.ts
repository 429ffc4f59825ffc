import { POLICY_PUBLISHED, POLICY_WITHDRAWN } from '#libs/truck-flow';
import { arrival, correction, gateAct, gateRegistered, step } from './given-events';
import type { GivenEvent } from './given-events';
import { policy, withdrawal } from './given-policies';
import type { Row, ViewSpecification } from './view-specification';

/* A truck that is called at nine, to come by ten, and does not: what ends its call, for the specifications of views. */

const day = (clock: string): string => `2021-12-15T${clock}:00+07:00`;

const registered = gateRegistered();
const called = [
  arrival('v1', day('07:00')),
  step('v1', 'customs-clearance', day('08:00'), { declarationNumber: 'D-1' }),
  step('v1', 'call-forward', day('09:00'), { deadline: day('10:00') }),
];
const stopped = { orderedBy: 'HOME', reason: 'flood' };
const suspended = gateAct('suspension', day('09:15'), stopped);
const closed = gateAct('lane-closure', day('09:15'), { lane: 'MAIN' });

/** Called without a deadline, which a policy then has: to come within an hour. */
const unlimited = [registered, ...called.slice(0, 2), step('v1', 'call-forward', day('09:00'))];
const ruled = policy(day('08:00'), { values: { missed: 'END_OF_CLASS', deadlineMinutes: 60 } });

/** What a view shows of the truck when its call is over at an instant, in epoch milliseconds; undefined: it is not. */
export interface OfCalls {
  /** `isRuled`: by the rule END_OF_CLASS. */
  readonly rows: (over: number | undefined, isRuled: boolean) => readonly Row[];
  readonly table?: string;
}

type Case = (specification: ViewSpecification) => Promise<void>;

/** A case for each type that ends a call or moves its end; those of steps come after the call, those of acts late. */
export function callCases({ rows, table }: OfCalls): Record<string, Case> {
  const over = (clock?: string, isRuled = false) =>
    rows(clock === undefined ? undefined : Date.parse(day(clock)), isRuled);
  const then = (
    clock: string | undefined,
    before: readonly GivenEvent[],
    ...after: readonly GivenEvent[]
  ): Case => {
    return ({ given }) =>
      given(...before)
        .when(...after)
        .then(over(clock), table);
  };
  const held = step('v1', 'hold', day('09:30'), { cause: 'PAPERS' });
  const all = [registered, ...called];
  return {
    'truckVisit.MissedCallExcused.v1': then(
      '09:30',
      all,
      step('v1', 'call-excuse', day('09:30'), { cause: 'OTHER' }),
    ),
    'borderGate.GateRegistered.v1': then('10:00', called, registered),
    'borderGate.GateSuspended.v1': then(
      '10:30',
      all,
      gateAct('suspension', day('09:15'), { ...stopped, until: day('09:45') }),
    ),
    'borderGate.GateResumed.v1': then('10:30', [...all, suspended], gateAct('resumption', day('09:45'), {})),
    'borderGate.LaneClosed.v1': then(
      '10:30',
      all,
      gateAct('lane-closure', day('09:15'), { lane: 'MAIN', until: day('09:45') }),
    ),
    'borderGate.LaneOpened.v1': then(
      '10:30',
      [...all, closed],
      gateAct('lane-opening', day('09:45'), { lane: 'ROAD', kind: 'ORDINARY' }),
    ),
    'borderGate.EventCorrected.v1': then('10:00', [...all, suspended], correction(suspended, day('12:00'))),
    ...holdCases(then, all, held),
    [POLICY_PUBLISHED]: ({ given }) =>
      given(...unlimited)
        .when(ruled)
        .then(over('10:00', true), table),
    [POLICY_WITHDRAWN]: then(undefined, [...unlimited, ruled], withdrawal(ruled, day('12:00'), day('08:30'))),
  };
}

function holdCases(
  then: (clock: string | undefined, before: readonly GivenEvent[], ...after: readonly GivenEvent[]) => Case,
  all: readonly GivenEvent[],
  held: GivenEvent,
): Record<string, Case> {
  return {
    'truckVisit.HoldPlaced.v1': then(undefined, all, held),
    'truckVisit.HoldLifted.v1': then(
      '10:00',
      [...all, held],
      step('v1', 'hold-lift', day('09:40'), { cause: 'PAPERS' }),
    ),
  };
}
