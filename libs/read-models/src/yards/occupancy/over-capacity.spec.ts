import type { DatabaseSync } from 'node:sqlite';
import { seeded, seeds } from '#libs/event-sourcing/testing';
import { boardsOver, underPolicy } from '../../../testing/board-trial';
import { arrival, correction, gateRegistered, step, YARD, yardAct } from '../../../testing/given-events';
import { policy } from '../../../testing/given-policies';
import type { GivenEvent } from '../../../testing/given-events';
import { randomBorder, shuffled } from '../../../testing/random-border';
import { overCapacityPage } from './over-capacity';
import type { OverCapacityQuery } from './over-capacity';
import type { YardSources } from './yard-occupancy-query';

const at = (day: number, time: string): string => `2021-12-${day.toString()}T${time}:00+07:00`;
const LATER = Date.parse(at(31, '00:00'));
const inYard = { place: YARD, yardOfPlace: YARD };

function registered(max: number) {
  const data = { yard: YARD, gate: 'NORTH_GATE', name: YARD, capacity: { min: 1, max }, tenure: 'PERMANENT' };
  return yardAct('yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', data);
}

const BASE = [gateRegistered(), registered(2)];
const FULL = [...BASE, arrival('v1', at(15, '06:00'), inYard), arrival('v2', at(15, '07:00'), inYard)];

function listed(db: DatabaseSync, source: YardSources, changed: Partial<OverCapacityQuery> = {}) {
  const asked = { yard: YARD, from: '2021-12-15', to: '2021-12-16', at: LATER, all: false, limit: 50 };
  return overCapacityPage(db, { ...asked, ...changed }, source);
}

async function over(events: readonly GivenEvent[], changed: Partial<OverCapacityQuery> = {}) {
  const { db, source } = await boardsOver(...events);
  return listed(db, source, changed).items.map(({ visitId, present }) => [visitId, present]);
}

describe('a yard that is full', () => {
  it('takes another truck, and lists it', async () => {
    const { db, source } = await boardsOver(...FULL, arrival('v3', at(15, '08:00'), inYard));
    expect(listed(db, source)).toEqual({
      items: [
        {
          visitId: 'v3',
          tractor: { plate: '12C04567' },
          at: at(15, '08:00'),
          present: 3,
          capacity: 2,
          approvedBy: null,
          approved: false,
        },
      ],
      nextCursor: null,
    });
  });

  it('lists none that came when another had left by then', async () => {
    const left = step('v1', 'yard-exit', at(15, '08:00'), { yard: YARD });
    expect(await over([...FULL, left, arrival('v3', at(15, '08:00'), inYard)])).toEqual([]);
    expect(await over([...FULL, left, arrival('v3', at(15, '07:59'), inYard)])).toEqual([['v3', 3]]);
  });

  it('lists none that an authority let in, on its arrival, entry or afterwards, but when all are asked for', async () => {
    const approvedBy = 'task-force';
    const events = [
      ...FULL,
      arrival('v3', at(15, '08:00'), { ...inYard, approvedBy }),
      arrival('v4', at(15, '08:10')),
      step('v4', 'yard-entry', at(15, '08:20'), { yard: YARD, approvedBy }),
      arrival('v5', at(15, '08:30'), inYard),
      step('v5', 'yard-entry', at(15, '09:00'), { yard: YARD, approvedBy }),
    ];
    expect(await over(events)).toEqual([]);
    expect(await over(events, { at: Date.parse(at(15, '08:59')) })).toEqual([['v5', 5]]);
    expect(await over(events, { all: true })).toEqual([
      ['v3', 3],
      ['v4', 4],
      ['v5', 5],
    ]);
  });

  it('lists those whose authority may not by the policy in force, however that writes its name', async () => {
    const { db, source } = await boardsOver(
      ...FULL,
      arrival('v3', at(15, '08:00'), { ...inYard, approvedBy: 'TASK_FORCE' }),
      arrival('v4', at(15, '09:00'), { ...inYard, approvedBy: 'gate-operator' }),
    );
    const values = { approverRoles: ['task-force'] };
    const ruled = underPolicy(source, policy(at(15, '07:00'), { kind: 'OVER_CAPACITY', values }));
    expect(listed(db, ruled).items.map(({ visitId }) => visitId)).toEqual(['v4']);
    const later = underPolicy(source, policy(at(15, '10:00'), { kind: 'OVER_CAPACITY', values }));
    expect(listed(db, later).items).toEqual([]);
  });

  it('lists by the capacity in force when the truck came', async () => {
    const grown = yardAct('yard.YardCapacityChanged.v1', at(15, '08:00'), {
      capacity: { min: 3, max: 3 },
      tenure: 'TEMPORARY',
      until: at(15, '10:00'),
    });
    const coming = (time: string) => [...FULL, grown, arrival('v3', at(15, time), inYard)];
    expect(await over(coming('07:30'))).toEqual([['v3', 3]]);
    expect(await over(coming('08:00'))).toEqual([]);
    expect(await over(coming('10:00'))).toEqual([['v3', 3]]);
  });

  it('lists of trucks that came at once the later ids, page by page', async () => {
    const events = ['v5', 'v3', 'v4'].map((id) => arrival(id, at(15, '08:00'), inYard));
    const { db, source } = await boardsOver(...FULL, ...events);
    const first = listed(db, source, { limit: 2 });
    const second = listed(db, source, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ visitId }) => visitId)).toEqual(['v3', 'v4', 'v5']);
    expect(second.nextCursor).toBeNull();
  });

  it('lists none that the late exit of another leaves room for, nor one that was never there', async () => {
    const third = arrival('v3', at(15, '08:00'), inYard);
    const exit = step('v2', 'yard-exit', at(15, '07:30'), { yard: YARD });
    expect(await over([...FULL, third, exit, exit])).toEqual([]);
    expect(await over([...FULL, third, correction(third, at(15, '09:00'))])).toEqual([]);
  });
});

test.each(seeds(0, 19))(
  'the entries of seed %i are those that a count of who was there finds',
  async (seed) => {
    const random = seeded(seed);
    const history = [registered(1), ...shuffled(random, randomBorder(random, 8))];
    const { db, source } = await boardsOver(...history);
    const stays = db
      .prepare(
        'SELECT visit_id, since, max(until_time) AS until FROM yard_occupancy WHERE yard = ? GROUP BY 1, 2',
      )
      .all(YARD) as unknown as { visit_id: string; since: number; until: number }[];
    const counted = stays.filter(({ visit_id: id, since }) => {
      const there = stays.filter(
        (other) =>
          other.until > since && (other.since < since || (other.since === since && other.visit_id <= id)),
      );
      return there.length > 1;
    });
    const found = listed(db, source, {
      from: '2021-12-11',
      to: '2022-01-30',
      at: Infinity,
      all: true,
      limit: 500,
    });
    expect(found.items.map(({ visitId, at: time }) => [visitId, Date.parse(time)]).sort()).toEqual(
      counted.map(({ visit_id: id, since }) => [id, since]).sort(),
    );
  },
);
