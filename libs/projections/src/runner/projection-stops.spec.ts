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
import { catalogueOf } from '../../../read-models/src/catalogue/border-catalogue';
import { visitSpan } from '../../../read-models/src/visit-facts/visit-span';
import { ProjectionRunner } from './projection-runner';
import type { StoppedView } from './projection-runner';
import { readCheckpoints } from '../files/view-database';

const at = (hour: number): string => `2021-12-15T${hour.toString().padStart(2, '0')}:00:00+07:00`;

const ARRIVED = 'truckVisit.TruckArrived.v1';
const CLEARED = 'truckVisit.CustomsCleared.v1';
const REGISTERED = 'yard.YardRegistered.v1';

const yardRegistered = yardAct(REGISTERED, at(1), {
  yard: YARD,
  gate: 'NORTH_GATE',
  name: 'Yard',
  capacity: { min: 1, max: 2 },
  tenure: 'PERMANENT',
});

describe('a view that cannot show an event', () => {
  it('stops a view alone, right before the event that it cannot show, and says so', async () => {
    const stopped: StoppedView[] = [];
    const views = [counting('boards', [ARRIVED]), counting('queue', [ARRIVED], 'POISON')];
    const events = ['v1', 'v2', 'v3', 'v4'].map((id) =>
      arrival(id, at(6), id === 'v3' ? { carrier: 'POISON' } : {}),
    );
    const { start, read, rows, db } = await runnerTrial(views, events, (one) => stopped.push(one));
    const runner = start();
    await runner.project(await read());
    expect(rows('boards')).toHaveLength(4);
    expect(rows('queue').map(([id]) => id)).toEqual(['v1', 'v2']);
    expect(stopped).toMatchObject([{ name: 'queue', position: 2n, error: new Error('cannot show POISON') }]);
    expect(readCheckpoints(db)).toMatchObject([
      { name: 'boards', position: 3n, failedPosition: null },
      { name: 'queue', position: 1n, failedPosition: 2n, error: 'cannot show POISON' },
    ]);
    expect(runner.position).toBe(3n);
  });

  it('stops the views of visits and gates at the first act of a gate once nobody knows whose visits it touches', async () => {
    const stopped: StoppedView[] = [];
    const suspended = 'borderGate.GateSuspended.v1';
    const views = [
      visitSpan,
      counting('gates', [suspended]),
      counting('boards', [ARRIVED]),
      counting('deviations', [ARRIVED, suspended]),
    ];
    const suspension = gateAct('suspension', at(8), { orderedBy: 'HOME', reason: 'storm' });
    const events = [gateRegistered(), arrival('v1', at(6)), arrival('v2', at(7)), suspension];
    const { start, read, db } = await runnerTrial(views, events, (one) => stopped.push(one));
    db.exec(`CREATE TRIGGER broken BEFORE INSERT ON visit_span WHEN new.visit_id = 'v2'
      BEGIN SELECT RAISE(ABORT, 'broken'); END`);
    const runner = start();
    for (const one of await read()) await runner.project([one]);
    expect(stopped).toMatchObject([
      { name: 'visit-span', position: 2n },
      { name: 'deviations', position: 3n, error: new Error('visit-span has stopped') },
    ]);
    expect(runner.position).toBe(3n);
  });

  it('takes a stopped view up where it stood once it can go on', async () => {
    const events = ['v1', 'v2', 'v3'].map((id) =>
      arrival(id, at(6), id === 'v2' ? { carrier: 'POISON' } : {}),
    );
    const broken = counting('queue', [ARRIVED], 'POISON');
    const { store, db, start, read, rows } = await runnerTrial(
      [counting('boards', [ARRIVED]), broken],
      events,
    );
    await start().project(await read());
    const mended = new ProjectionRunner(
      db,
      catalogueOf([counting('boards', [ARRIVED]), counting('queue', [ARRIVED])]),
      store,
    );
    expect(mended.position).toBe(0n);
    await mended.project(await store.readAll(mended.position, 10));
    expect(rows('queue')).toEqual(rows('boards'));
    expect(readCheckpoints(db)).toMatchObject([
      { position: 2n },
      { position: 2n, failedPosition: null, error: null },
    ]);
  });

  it('goes on with the others from where they stand when a view stops again after a restart', async () => {
    const views = [counting('boards', [ARRIVED, CLEARED]), counting('queue', [ARRIVED], 'POISON')];
    const { store, start, read, rows, db } = await runnerTrial(views, [
      arrival('v1', at(6)),
      arrival('v2', at(6), { carrier: 'POISON' }),
      step('v2', 'customs-clearance', at(7)),
    ]);
    await start().project(await read());
    const again = start();
    const [, poison] = await read();
    if (poison === undefined) throw new Error('the log has three events');
    await again.project([poison]);
    expect(again.position).toBe(2n);
    await recordIn(store, step('v2', 'call-forward', at(8)));
    await recordIn(store, step('v1', 'customs-clearance', at(9)));
    await again.project(await store.readAll(again.position, 10));
    expect(rows('boards').map(([id, events]) => [id, events])).toEqual([
      ['v1', 2],
      ['v2', 2],
    ]);
    expect(readCheckpoints(db)).toMatchObject([{ position: 4n }, { position: 0n, failedPosition: 1n }]);
  });

  it('never passes over a type that it does not know', async () => {
    const views = [counting('boards', [ARRIVED]), counting('yards', [REGISTERED])];
    const fromLater = event('truckVisit-v1', 'truckVisit.NeverDeclared.v1', at(7), { kilograms: 22_000 });
    const { start, read, db } = await runnerTrial(views, [arrival('v1', at(6)), fromLater, yardRegistered]);
    await start().project(await read());
    expect(readCheckpoints(db)).toMatchObject([
      {
        name: 'boards',
        position: 0n,
        failedPosition: 1n,
        error: 'unknown event type truckVisit.NeverDeclared.v1',
      },
      { name: 'yards', position: 2n, failedPosition: null },
    ]);
  });
});
