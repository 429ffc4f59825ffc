import type { DatabaseSync } from 'node:sqlite';
import { DAMAGE_ACCEPTED, positionAfter, StreamDamaged, streamOf, UNREADABLE } from '#libs/event-sourcing';
import type { DamageReason, EventReader, RecordedEvent } from '#libs/event-sourcing';
import { damagedIn } from '#libs/projections';
import { arrival, event, GATE, gateAct, gateRegistered, logOf, step } from '../../testing/given-events';
import { gateSource } from '../border-gates/border-gates-query';
import { CATALOGUE } from './border-catalogue';
import { gateBoards } from '../gate-boards/gate-board-query';
import { gateQueuePage } from '../gate-queue/gate-queue-query';
import { ProjectionRunner } from '../../../projections/src/runner/projection-runner';
import { truckVisit } from '../truck-visits/truck-visit-query';
import { findTruckVisits } from '../truck-visits/truck-visits-query';
import { rowsOfViews } from '../../../projections/src/files/view-digest';
import { openViewDatabase } from '../../../projections/src/files/view-database';
import { catalogueInFile } from '../../../projections/src/files/catalogue-in-file';

/* A visit that somebody changes in the log itself, beside others that go on. */

const at = (hour: number): string => `2021-12-15T${hour.toString().padStart(2, '0')}:00:00+07:00`;
const HARMED = streamOf('truckVisit', 'harmed');

const STORY = [
  gateRegistered(),
  arrival('harmed', at(6)),
  arrival('other', at(6), { tractor: { plate: '12C04568' } }),
  step('other', 'customs-clearance', at(7), { declarationNumber: 'D-2' }),
  step('harmed', 'customs-clearance', at(8), { declarationNumber: 'D-1' }),
];
const AFTERWARDS = [
  gateAct('suspension', at(9), { orderedBy: 'HOME', reason: 'Epidemic control' }),
  step('other', 'disinfection', at(10), { targets: ['CABIN'], procedureVersion: '1' }),
];

/** What is done to the stream, at the place in the log behind the story, and how the stream reads from then on. */
interface Harm {
  readonly reason: DamageReason;
  readonly shown: (event: RecordedEvent) => RecordedEvent | undefined;
  readonly read: (events: readonly RecordedEvent[]) => readonly RecordedEvent[];
}

const unreadable = (damage: DamageReason, revision: bigint) => (event: RecordedEvent) => ({
  ...event,
  revision,
  type: UNREADABLE,
  data: { type: 'elsewhere', reason: 'elsewhere', damage },
});
const HARMS: readonly Harm[] = [
  { reason: 'DELETED', shown: unreadable('DELETED', -1n), read: () => [] },
  { reason: 'TRUNCATED', shown: unreadable('TRUNCATED', -1n), read: (events) => events.slice(1) },
  {
    reason: 'TOMBSTONED',
    shown: unreadable('TOMBSTONED', 2n ** 63n - 1n),
    read: () => {
      throw new StreamDamaged(HARMED, 'TOMBSTONED');
    },
  },
  { reason: 'FOREIGN_EVENT', shown: unreadable('FOREIGN_EVENT', 2n), read: (events) => events },
  {
    reason: 'CHAIN',
    shown: (event) => ({ ...event, metadata: { ...event.metadata, prevHash: 'another' } }),
    read: (events) => events,
  },
  { reason: 'REVISION', shown: (event) => ({ ...event, revision: 3n }), read: (events) => events },
];

/** The log of the story, with the harm done to the next event of the visit, and what came afterwards. */
async function harmedLog({ shown, read }: Harm): Promise<{ log: RecordedEvent[]; reader: EventReader }> {
  const next = step('harmed', 'disinfection', at(9), { targets: ['CABIN'], procedureVersion: '1' });
  const later = step('harmed', 'handover', at(11), { dedicatedDriver: 'D01' });
  const store = await logOf([...STORY, next, ...AFTERWARDS, later]);
  const whole = await store.readAll(-1n, 100);
  const log = whole.flatMap((one) => (one.eventId === next.eventId ? (shown(one) ?? []) : one));
  const reader: EventReader = {
    readStream: async (stream) => {
      // What is done to its metadata is no event of the stream.
      const events = log.filter((one) => one.stream === stream && one.revision >= 0n);
      const left = stream === HARMED ? read(events) : (await store.readStream(stream)).events;
      return { events: left, revision: left.at(-1)?.revision ?? 'noStream' };
    },
    isDeleted: (stream) => Promise.resolve(stream === HARMED),
    readAll: (after, limit) =>
      Promise.resolve(log.filter((one) => one.position > positionAfter(after)).slice(0, limit)),
    readAt: (position) => Promise.resolve(log.find((one) => one.position === position)),
    lastPosition: () => store.lastPosition(),
  };
  return { log, reader };
}

const FILE = catalogueInFile(CATALOGUE);

/** Views in memory after these batches, a new runner for each when they are to remember nothing. */
async function projected(
  reader: EventReader,
  batches: readonly (readonly RecordedEvent[])[],
  { forgetful = false } = {},
): Promise<DatabaseSync> {
  const db = openViewDatabase(':memory:', FILE.views);
  let runner = new ProjectionRunner(db, FILE, reader);
  for (const batch of batches) {
    if (forgetful) runner = new ProjectionRunner(db, FILE, reader);
    await runner.project(batch);
  }
  return db;
}

function rowsIn(db: DatabaseSync): unknown {
  const { projection_checkpoint: _, ...rows } = rowsOfViews(db, {});
  return rows;
}

describe.each(HARMS)('a stream that was damaged from outside: $reason', (harm) => {
  it('keeps its rows and is set aside, and everything else goes on', async () => {
    const { log, reader } = await harmedLog(harm);
    const before = log.filter(({ position }) => position < 5n);
    const db = await projected(reader, [before]);
    const visit = db.prepare("SELECT * FROM truck_visits WHERE visit_id = 'harmed'").get();
    const runner = new ProjectionRunner(db, FILE, reader);
    for (const one of log.slice(before.length)) await runner.project([one]);
    expect(db.prepare("SELECT * FROM truck_visits WHERE visit_id = 'harmed'").get()).toEqual(visit);
    expect(db.prepare("SELECT stage FROM truck_visits WHERE visit_id = 'other'").get()).toEqual({
      stage: 'DISINFECTED',
    });
    expect(damagedIn(db)).toEqual([{ stream: HARMED, reason: harm.reason, isAccepted: false }]);
    expect(runner.position).toBe(log.at(-1)?.position);
  });

  it('is found the same from the log alone, in whatever batches it comes', async () => {
    const { log, reader } = await harmedLog(harm);
    const live = await projected(
      reader,
      log.map((one) => [one]),
    );
    const rows = rowsIn(live);
    expect(rowsIn(await projected(reader, [log]))).toEqual(rows);
    expect(
      rowsIn(
        await projected(
          reader,
          log.map((one) => [one]),
          { forgetful: true },
        ),
      ),
    ).toEqual(rows);
    expect(rowsIn(await projected(reader, [log.slice(0, 4), log.slice(4)], { forgetful: true }))).toEqual(
      rows,
    );
  });
});

it('reads nothing anew for a visit that is only deleted', async () => {
  const [harm] = HARMS;
  if (harm === undefined) throw new Error('there is a first one');
  const { log, reader } = await harmedLog(harm);
  const db = await projected(reader, [log.slice(0, 5)]);
  const readAll = jest.fn((...asked: Parameters<EventReader['readAll']>) => reader.readAll(...asked));
  const runner = new ProjectionRunner(db, FILE, { ...reader, readAll });
  for (const one of log.slice(5)) await runner.project([one]);
  expect(readAll).not.toHaveBeenCalled();
});

it('knows who has said that a damaged stream was looked at', async () => {
  const accepted = event(streamOf('damage', '1'), DAMAGE_ACCEPTED, at(12), {
    stream: HARMED,
    reason: 'asked',
  });
  const store = await logOf([arrival('harmed', at(6)), accepted]);
  const [arrived, acceptance] = await store.readAll(-1n, 10);
  if (arrived === undefined || acceptance === undefined) throw new Error('the log has two events');
  const deletion = { ...unreadable('DELETED', -1n)(arrived), position: 1n };
  const db = await projected(store, [[arrived, deletion], [{ ...acceptance, position: 2n }]]);
  expect(damagedIn(db)).toEqual([{ stream: HARMED, reason: 'DELETED', isAccepted: true }]);
});

it('takes what somebody found damaged for damaged, where the views show nothing of the stream', async () => {
  const claims = streamOf('claim', '1');
  const said = { stream: claims, reason: 'asked', damage: 'CHAIN' };
  const again = { ...said, reason: 'asked again', damage: 'REVISION' };
  const ofVisit = { stream: HARMED, reason: 'asked', damage: 'CHAIN' };
  const store = await logOf(
    [said, again, ofVisit].map((data, hour) =>
      event(streamOf('damage', '1'), DAMAGE_ACCEPTED, at(hour), data),
    ),
  );
  const db = await projected(store, [await store.readAll(-1n, 10)]);
  expect(damagedIn(db)).toEqual([{ stream: claims, reason: 'CHAIN', isAccepted: true }]);
});

it('takes who found none of the damage for nobody who looked at it, where the views show nothing of the stream', async () => {
  const claims = streamOf('claim', '1');
  const said = { stream: claims, reason: 'a text was changed' };
  const store = await logOf([
    event(claims, 'claim.Claimed.v1', at(6), { kind: 'tractor', visitId: 'harmed' }),
    event(streamOf('damage', '1'), DAMAGE_ACCEPTED, at(7), said),
    event(streamOf('damage', '1'), DAMAGE_ACCEPTED, at(8), { ...said, damage: 'DELETED' }),
  ]);
  const [claimed, first, second] = await store.readAll(-1n, 10);
  if (claimed === undefined || first === undefined || second === undefined) throw new Error('three events');
  const deletion = { ...unreadable('DELETED', -1n)(claimed), position: 1n };
  const until = async (...batch: RecordedEvent[]) => damagedIn(await projected(store, [batch]));
  const damage = { stream: claims, reason: 'DELETED' };
  const accepted = [deletion, { ...first, position: 2n }];
  expect(await until(...accepted)).toEqual([{ ...damage, isAccepted: false }]);
  expect(await until(...accepted, { ...second, position: 3n })).toEqual([{ ...damage, isAccepted: true }]);
});

it('marks what is shown of a damaged visit, and counts it apart from the others, with a warning', async () => {
  const [harm] = HARMS;
  if (harm === undefined) throw new Error('there is a first one');
  const { log, reader } = await harmedLog(harm);
  const now = Date.parse(at(12));
  const scope = { gates: 'ALL', yards: 'ALL', companies: 'ALL' } as const;
  const db = await projected(reader, [log.slice(0, 5)]);
  const read = () => {
    const source = gateSource(db);
    const board = gateBoards(db, { at: now, gates: [GATE] }, source);
    const queue = gateQueuePage(db, { gates: [GATE], at: now, limit: 10 }, source);
    const found = findTruckVisits(db, { at: now, limit: 10, scope }, source);
    return { board, queue, found, visit: truckVisit(db, { visitId: 'harmed', at: now, scope }, source) };
  };
  const before = read();
  expect(before.board.items[0]).toMatchObject({ trucksOnHand: 2 });
  expect(JSON.stringify(before)).not.toContain('damaged');
  const runner = new ProjectionRunner(db, FILE, reader);
  await runner.project(log.slice(5, 6));
  const { board, queue, found, visit } = read();
  const warnings = [{ code: 'STREAM_DAMAGED', pointer: '/damaged' }];
  const apart = { trucksOnHand: 1, byStage: { CUSTOMS_CLEARED: 1 }, damaged: 1, warnings };
  expect(board).toMatchObject({ items: [apart], total: apart });
  const shown = { damaged: true, next: [] };
  expect(queue.items.map(({ visitId, damaged }) => [visitId, damaged])).toEqual([
    ['harmed', true],
    ['other', undefined],
  ]);
  expect(queue.items[0]).toMatchObject(shown);
  expect(found.items.find(({ visitId }) => visitId === 'harmed')).toMatchObject(shown);
  expect(visit).toMatchObject({ ...shown, stage: 'CUSTOMS_CLEARED', revision: '1' });
});
