import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import { arrival, correction, step } from '../../testing/given-events';
import { describeView, specificationOf } from '../../testing/view-specification';
import { tickets } from './tickets';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';
const arrived = arrival('v1', AT, { ticketHash: 'aa' });
const issued = step('v1', 'ticket', LATER, { ticketHash: 'bb' });

describeView(tickets, {
  [STEPS.arrival]: ({ given }) =>
    given()
      .when(arrived)
      .then([{ visit_id: 'v1', hash: 'aa' }]),
  [STEPS.ticket]: ({ given }) =>
    given(arrived)
      .when(issued)
      .then([{ visit_id: 'v1', hash: 'bb' }]),
  [VISIT_CORRECTED]: ({ given }) =>
    given(arrived, issued)
      .when(correction(issued, LATER))
      .then([{ visit_id: 'v1', hash: 'aa' }]),
});

describe('a ticket', () => {
  const { given } = specificationOf(tickets);

  it('is none of an arrival that was imported', () => given().when(arrival('v1', AT)).then([]));

  it('that was recorded last counts, whatever time it names', () =>
    given(arrived, issued)
      .when(step('v1', 'ticket', '2021-12-15T08:30:00+07:00', { ticketHash: 'cc' }))
      .then([{ visit_id: 'v1', hash: 'cc' }]));

  it('leads to no visit that did not begin', () =>
    given(arrived, issued).when(correction(arrived, LATER)).then([]));
});
