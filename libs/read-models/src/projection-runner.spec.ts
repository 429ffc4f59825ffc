import { CheckpointMismatch } from '#libs/event-sourcing';
import {
  arrival,
  event,
  gateAct,
  gateRegistered,
  logOf,
  recordIn,
  step,
  yardAct,
  YARD,
} from '../testing/given-events';
import type { GivenEvent } from '../testing/given-events';
import { ProjectionRunner } from './projection-runner';
import type { StoppedView } from './projection-runner';
import type { View } from './view';
import { digestOfViews } from './view-digest';
import { openViewFile, readCheckpoints } from './view-file';
import { visitSpan } from './visit-span';

const at = (hour: number): string => `2021-12-15T${hour.toString().padStart(2, '0')}:00:00+07:00`;

/** A view that counts how often each subject was shown, and cannot show what `poison` names. */
function counting(name: string, types: readonly string[], poison?: string): View {
  return {
    name,
    version: 1,
    types,
    schema: `CREATE TABLE ${name} (id TEXT PRIMARY KEY, events INTEGER, shown INTEGER) STRICT`,
    writer(db) {
      const write = db.prepare(
        `INSERT INTO ${name} VALUES (?, ?, 1)
         ON CONFLICT DO UPDATE SET events = excluded.events, shown = shown + 1`,
      );
      return {
        replace(subject) {
          if (
            poison !== undefined &&
            JSON.stringify(subject.recorded.map((one) => one.data)).includes(poison)
          ) {
            throw new Error(`cannot show ${poison}`);
          }
          write.run(subject.id, subject.recorded.length);
        },
      };
    },
  };
}

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

async function setUp(
  views: readonly View[],
  events: readonly GivenEvent[],
  onStopped?: (one: StoppedView) => void,
) {
  const store = await logOf(events);
  const db = openViewFile(':memory:', views);
  const start = (): ProjectionRunner =>
    new ProjectionRunner(db, views, store, onStopped === undefined ? {} : { onStopped });
  const read = () => store.readAll(-1n, 1_000);
  const rows = (table: string) =>
    db
      .prepare(`SELECT * FROM ${table} ORDER BY id`)
      .all()
      .map((row) => Object.values(row));
  return { store, db, start, read, rows };
}

describe('the runner of the projections', () => {
  it('shows a subject once a batch, however many of its events are in it', async () => {
    const { start, read, rows } = await setUp(
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
    const { start, read, rows } = await setUp(
      [counting('boards', [ARRIVED])],
      [arrival('v1', at(6)), step('v1', 'customs-clearance', at(7)), yardRegistered],
    );
    const runner = start();
    for (const one of await read()) await runner.project([one]);
    expect(rows('boards')).toEqual([['v1', 1, 1]]);
    expect(runner.position).toBe(2n);
  });

  it('passes over what was delivered before', async () => {
    const { start, read, rows, db } = await setUp([counting('boards', [ARRIVED])], [arrival('v1', at(6))]);
    const runner = start();
    for (let time = 0; time < 3; time += 1) await runner.project(await read());
    await start().project(await read());
    expect(rows('boards')).toEqual([['v1', 1, 1]]);
    expect(readCheckpoints(db)).toMatchObject([{ position: 0n, recordTime: '2022-01-01T00:00:01.000Z' }]);
  });

  it('shows the visits of a gate again whose time an act of the gate changed, and no others', async () => {
    const shown = counting('deviations', [ARRIVED, CLEARED, SUSPENDED]);
    const { start, store, read, rows } = await setUp(
      [visitSpan, shown],
      [
        gateRegistered(),
        arrival('v1', at(6)),
        step('v1', 'customs-clearance', at(7)),
        step('v1', 'call-forward', at(8)),
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
    // v1 had no step in that time and its mode is fixed; v3 waits and still follows the gate; v4 is elsewhere.
    expect(rows('deviations')).toEqual([
      ['NORTH_GATE', 2, 1],
      ['v1', 3, 1],
      ['v2', 2, 2],
      ['v3', 1, 2],
      ['v4', 1, 1],
    ]);
  });

  it('stops a view alone, right before the event that it cannot show, and says so', async () => {
    const stopped: StoppedView[] = [];
    const views = [counting('boards', [ARRIVED]), counting('queue', [ARRIVED], 'POISON')];
    const events = ['v1', 'v2', 'v3', 'v4'].map((id) =>
      arrival(id, at(6), id === 'v3' ? { carrier: 'POISON' } : {}),
    );
    const { start, read, rows, db } = await setUp(views, events, (one) => stopped.push(one));
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

  it('takes a stopped view up where it stood once it can go on', async () => {
    const events = ['v1', 'v2', 'v3'].map((id) =>
      arrival(id, at(6), id === 'v2' ? { carrier: 'POISON' } : {}),
    );
    const broken = counting('queue', [ARRIVED], 'POISON');
    const { store, db, start, read, rows } = await setUp([counting('boards', [ARRIVED]), broken], events);
    await start().project(await read());
    const mended = new ProjectionRunner(
      db,
      [counting('boards', [ARRIVED]), counting('queue', [ARRIVED])],
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

  it('never passes over a type that it does not know', async () => {
    const views = [counting('boards', [ARRIVED]), counting('yards', [REGISTERED])];
    const fromLater = event('truckVisit-v1', 'truckVisit.TruckWeighed.v1', at(7), { kilograms: 22_000 });
    const { start, read, db } = await setUp(views, [arrival('v1', at(6)), fromLater, yardRegistered]);
    await start().project(await read());
    expect(readCheckpoints(db)).toMatchObject([
      {
        name: 'boards',
        position: 0n,
        failedPosition: 1n,
        error: 'unknown event type truckVisit.TruckWeighed.v1',
      },
      { name: 'yards', position: 2n, failedPosition: null },
    ]);
  });

  it('passes over the claims protocol', async () => {
    const { start, read, rows } = await setUp(
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
    const { start, read } = await setUp(
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
    const { start, read, db } = await setUp(
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
