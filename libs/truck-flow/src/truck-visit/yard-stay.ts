import type { Step } from './events';

/** A truck in a yard since a step, on the spot and let in by the authority that were named last. */
export interface YardStay {
  readonly yard: string;
  readonly spot?: string;
  readonly since: Step;
  readonly approvedBy?: string;
}

/** An arrival whose place is a yard is present in that yard. The edge writes a yard code only for a yard. */
export function stayAtArrival(step: Step<'truckVisit.TruckArrived.v1'>): YardStay | undefined {
  const { yardOfPlace: yard, approvedBy } = step.data;
  return yard === undefined ? undefined : { yard, since: step, ...approvedIf(approvedBy) };
}

/** The stay after a move. Whoever enters the yard he stands in only changes the spot, or tells who let him in. */
export function stayAfter(
  stay: YardStay | undefined,
  step: Step<'truckVisit.YardEntered.v1' | 'truckVisit.YardLeft.v1'>,
): YardStay | undefined {
  const { yard, spot } = step.data;
  const same = stay?.yard === yard ? stay : undefined;
  if (step.type === 'truckVisit.YardLeft.v1') return same === undefined ? stay : undefined;
  return {
    yard,
    ...(spot === undefined ? {} : { spot }),
    since: same?.since ?? step,
    ...approvedIf(step.data.approvedBy ?? same?.approvedBy),
  };
}

function approvedIf(approvedBy: string | undefined): Pick<YardStay, 'approvedBy'> {
  return approvedBy === undefined ? {} : { approvedBy };
}
