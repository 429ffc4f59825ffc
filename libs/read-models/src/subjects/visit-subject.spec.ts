import { foldVisit, TRUCK_VISIT, unknownGate } from '#libs/truck-flow';
import { effective } from '#libs/event-sourcing';
import { arrival, correction, logOf, step } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { gateNamedIn, visitSubject } from './visit-subject';

const at = (hour: number): string => `2021-12-15T0${hour}:00:00+07:00`;

async function shownOf(...given: readonly GivenEvent[]) {
  const recorded = await (await logOf(given)).readAll(-1n, 10);
  const steps = effective(recorded, TRUCK_VISIT.fold.order);
  const stream = { id: 'v1', recorded, effective: steps, state: foldVisit(steps) };
  const { gateCode } = visitSubject(stream, () => unknownGate);
  return { gateCode, named: recorded.map(gateNamedIn) };
}

describe('the gate of a visit', () => {
  it('is the one that a correction of its arrival names, and no step names another', async () => {
    const came = arrival('v1', at(6), { gate: 'NORTH_GATE' });
    const moved = correction(came, at(8), { at: at(6), data: { ...came.data, gate: 'SOUTH_GATE' } });
    const seen = step('v1', 'sighting-elsewhere', at(7), { gate: 'EAST_GATE', visitId: 'v2' });
    expect(await shownOf(came, seen, moved)).toEqual({
      gateCode: 'SOUTH_GATE',
      named: ['NORTH_GATE', undefined, 'SOUTH_GATE'],
    });
  });

  it('is that of the last arrival where all were corrected away', async () => {
    const [first, last] = [arrival('v1', at(6)), arrival('v1', at(7), { gate: 'SOUTH_GATE' })];
    const given = [first, correction(first, at(8)), last, correction(last, at(9))];
    expect(await shownOf(...given)).toMatchObject({ gateCode: 'SOUTH_GATE' });
  });
});
