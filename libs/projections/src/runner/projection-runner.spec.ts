import { CheckpointMismatch } from '#libs/event-sourcing';
import {
  arrival,
  event,
  gateAct,
  gateRegistered,
  recordIn,
  step,
  yardAct,
  YARD,
} from '../../../read-models/testing/given-events';
import { counting, runnerTrial } from '../../../read-models/testing/runner-trial';
import { digestOfViews } from '../files/view-digest';
import { readCheckpoints } from '../files/view-database';
import { visitSpan } from '../../../read-models/src/visit-facts/visit-span';

const at = (hour: number): string => `2021-12-15T${hour.toString().padStart(2, '0')}:00:00+07:00`;

const ARRIVED = 'truckVisit.TruckArrived.v1';
const CLEARED = 'truckVisit.CustomsCleared.v1';
const SUSPENDED = 'borderGate.GateSuspended.v1';
const REGISTERED = 'yard.YardRegistered.v1';

const yardRegistered = yardAct(REGISTERED, at(1), {
  yard: YARD,
  gate: 'NORTH_GATE',
  name: 'Yard',
  capacity: { min: 1, max: 2 },
  tenure: 'PERMANENT',
});

describe('the runner of the projections', () => {
  it('shows a subject once a batch, however many of its events are in it', async () => {
    const { start, read, rows } = await runnerTrial(
      [counting('boards', [ARRIVED, CLEARED])],
      [arrival('v1', at(6)), step('v1', 'customs-clearance', at(7)), arrival('v2', at(8))],
    );
    await start().project(await read());
    expect(rows('boards')).toEqual([
      ['v1', 2, 1],
      ['v2', 1, 1],
    ]);
  });

  it('shows a view only what its declared types touch', async () => {
    const { start, read, rows } = await runnerTrial(
      [counting('boards', [ARRIVED])],
      [arrival('v1', at(6)), step('v1', 'customs-clearance', at(7)), yardRegistered],
    );
    const runner = start();
    for (const one of await read()) await runner.project([one]);
    expect(rows('boards')).toEqual([['v1', 1, 1]]);
    expect(runner.position).toBe(2n);
  });

  it('passes over what was delivered before', async () => {
    const { start, read, rows, db } = await runnerTrial(
      [counting('boards', [ARRIVED])],
      [arrival('v1', at(6))],
    );
    const runner = start();
    for (let time = 0; time < 3; time += 1) await runner.project(await read());
    await start().project(await read());
    expect(rows('boards')).toEqual([['v1', 1, 1]]);
    expect(readCheckpoints(db)).toMatchObject([{ position: 0n, recordTime: '2022-01-01T00:00:01.000Z' }]);
  });

  it('shows the visits of a gate again whose time an act of the gate changed, and no others', async () => {
    const shown = counting('deviations', [ARRIVED, CLEARED, SUSPENDED]);
    const { start, store, read, rows } = await runnerTrial(
      [visitSpan, shown],
      [
        gateRegistered(),
        arrival('v1', at(6)),
        step('v1', 'customs-clearance', at(7)),
        step('v1', 'call-forward', at(7)),
        step('v1', 'handover', at(8), { dedicatedDriver: 'D1' }),
        arrival('v2', at(9)),
        step('v2', 'call-forward', at(10)),
        arrival('v3', at(6)),
        arrival('v4', at(9), { gate: 'SOUTH_GATE' }),
      ],
    );
    const runner = start();
    await runner.project(await read());
    const during = { effectiveFrom: at(9), until: at(11), orderedBy: 'HOME', reason: 'storm' };
    await recordIn(store, gateAct('suspension', at(12), during));
    await runner.project(await read());
    // v1 had no step in that time and follows its call; v3 waits and still follows the gate; v4 is elsewhere.
    expect(rows('deviations')).toEqual([
      ['NORTH_GATE', 2, 1],
      ['v1', 4, 1],
      ['v2', 2, 2],
      ['v3', 1, 2],
      ['v4', 1, 1],
    ]);
  });

  it('passes over the claims protocol', async () => {
    const { start, read, rows } = await runnerTrial(
      [counting('boards', [ARRIVED])],
      [
        event('claim-c1', 'claim.Claimed.v1', at(6), { kind: 'tractor', visitId: 'v1' }),
        arrival('v1', at(6)),
        event('truckVisit-v1', 'truckVisit.HandoverVoided.v1', at(7), { byVisit: 'v2' }),
      ],
    );
    const runner = start();
    for (const one of await read()) await runner.project([one]);
    expect(rows('boards')).toEqual([['v1', 1, 1]]);
    expect(runner.position).toBe(2n);
  });

  it('stops when another runner has moved the same file', async () => {
    const { start, read } = await runnerTrial(
      [counting('boards', [ARRIVED])],
      [arrival('v1', at(6)), arrival('v2', at(7))],
    );
    const [first, second] = [start(), start()];
    const [one, two] = await read();
    if (one === undefined || two === undefined) throw new Error('the log has two events');
    await first.project([one]);
    await expect(second.project([one, two])).rejects.toThrow(CheckpointMismatch);
  });

  it('changes nothing when the disk is full, and goes on when there is space', async () => {
    const { start, read, db } = await runnerTrial(
      [counting('boards', [ARRIVED])],
      Array.from({ length: 200 }, (_, i) => arrival(`visit-${i}-${'x'.repeat(200)}`, at(6))),
    );
    const runner = start();
    const before = digestOfViews(db);
    db.exec(`PRAGMA max_page_count = ${Number(db.prepare('PRAGMA page_count').get()?.['page_count'])}`);
    await expect(runner.project(await read())).rejects.toThrow('full');
    expect(digestOfViews(db)).toBe(before);
    expect(runner.position).toBe(-1n);
    db.exec('PRAGMA max_page_count = 1000000');
    await runner.project(await read());
    expect(runner.position).toBe(199n);
  });
});
