import type { DatabaseSync } from 'node:sqlite';
import { isKeyReused } from '#libs/projections';
import { filledViews } from '../../testing/filled-views';
import { GATE, YARD } from '../../testing/given-events';
import { tablesOf } from '../../../projections/src/projector/rebuild-views';
import { ruledGates } from '../../testing/ruled-gates';
import * as read from '../index';
import { EVERYTHING } from '../paging/scope';
import type { Scope } from '../paging/scope';

const HOUR = 3_600_000;
const START = Date.parse('2021-12-01T00:00:00Z');
const NOW = START + 1_000 * HOUR;
/** Trucks have left since, so that the ways into the past are taken too. */
const PAST = START + 100 * HOUR;
const DAYS = { from: '2021-12-01', to: '2021-12-20' };
const COMPANY: Scope = { gates: [], yards: [], companies: ['OWNER_1'] };
const AT_GATE: Scope = { gates: [GATE], yards: [YARD], companies: [] };

/** Few rows, whatever happens at the border; and what is no table at all. */
const SMALL =
  /SCAN (border_gates|consignments_owner|yards|d|projection_checkpoint|page|json_each|\(subquery|CONSTANT ROW)/;

/**
 * What is sorted in memory all the same: the visits of one plate or its last characters, of one container or
 * consignment, a handful; those from a rare province, at most 2,000; the cells of a report on dwell times, some hundreds
 * whatever the range.
 */
const FEW_ROWS = [
  /kind = '(PLATE|PLATE_END|CONTAINER)'/,
  /v\.visit IN \(SELECT visit FROM truck_visits_name WHERE kind = 'ORIGIN'/,
  /c\.consignment_id = :consignmentId/,
  /c\.consignment_id IN \(SELECT value FROM json_each\(:ids\)\)/,
  /GROUP BY cell/,
];

function costlyIn(sql: string, plan: readonly string[]): string[] {
  const mayReadWhole = (one: string): boolean => !one.startsWith('SCAN') || SMALL.test(one);
  const maySort = (one: string): boolean =>
    !one.includes('TEMP B-TREE') || FEW_ROWS.some((few) => few.test(sql));
  return plan.filter((one) => !mayReadWhole(one) || !maySort(one));
}

/** The same connection, and the texts of all statements that were prepared on it. */
function watched(db: DatabaseSync): { readonly db: DatabaseSync; readonly texts: Set<string> } {
  const texts = new Set<string>();
  const proxy = new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') {
        return (sql: string) => {
          texts.add(sql);
          return target.prepare(sql);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { db: proxy, texts };
}

const SINCE = '2021-12-01T00:00:00+07:00';
const TARIFF = { tariff: 'OTHER', legalBasis: 'L', effectiveFrom: SINCE, basePrice: 100_000, tiers: [] };
const SIMULATED = { gates: [GATE], yards: [YARD], ...DAYS };

type Ask = (db: DatabaseSync, at: number) => unknown;

const source = (db: DatabaseSync) => ({ ...read.gateSource(db), ...read.yardSource(db) });
const ORDER = { policy: 'ORDER', from: '2021-12-01T00:00:00Z', classes: [{ class: 'ALL', weight: 1 }] };
const KEY = read.cursorOf(START, 'v1');

const QUESTIONS: Readonly<Record<string, Ask>> = {
  'a queue': (db, at) => [
    read.gateQueuePage(db, { gates: [GATE], at, limit: 50 }, source(db)),
    read.gateQueuePage(db, { gates: [GATE], at, limit: 50, cursor: KEY }, source(db)),
    read.gateQueuePage(db, { gates: [GATE], at, limit: 50, filter: { plateEnds: '567' } }, source(db)),
    read.queueLength(db, GATE, at),
  ],
  'the boards': (db, at) => [
    read.gateBoards(db, { at, gates: read.gateCodes(db) }, source(db)),
    read.gateBoards(db, { at, gates: read.gateCodes(db, [GATE]) }, source(db)),
    read.borderGateList(db, { at, gates: 'ALL' }),
  ],
  'the yards': (db, at) => [
    read.yardRows(db, { at, yards: read.yardCodes(db, EVERYTHING) }, source(db)),
    read.yardRows(db, { at, yards: read.yardCodes(db, AT_GATE) }, source(db)),
    read.yardOccupancyOf(db, { yard: YARD, at, days: 7 }, source(db)),
  ],
  'the movements of a yard': (db, at) =>
    (['hour', 'day'] as const).map((step) =>
      read.yardMovements(db, { yard: YARD, ...DAYS, step, at }, source(db)),
    ),
  'the metering of gate yards': (db, at) => read.yardMetering(db, { gate: GATE, at }, source(db)),
  'who came into a full yard': (db, at) =>
    read.overCapacityPage(db, { yard: YARD, ...DAYS, at, all: true, limit: 50 }, source(db)),
  'the trucks of a yard': (db, at) => [
    read.yardTrucks(db, { yard: YARD, at, limit: 50 }, source(db)),
    read.yardTrucks(db, { yard: YARD, at, limit: 50, cursor: KEY }, source(db)),
  ],
  'the drivers': (db, at) => read.dedicatedDriverPage(db, { gates: [GATE], available: true, at, limit: 50 }),
  'a visit': (db, at) =>
    [EVERYTHING, AT_GATE, COMPANY].map((scope) =>
      read.truckVisit(db, { visitId: 'v1', at, scope }, source(db)),
    ),
  'the place of a ticket': (db, at) => [
    read.visitOfTicket(db, 'aa'),
    read.visitPosition(db, { visitId: 'v1', at, scope: EVERYTHING }, source(db)),
    read.callsBetween(db, { gate: GATE, from: START, at }),
  ],
  'a search for visits': (db, at) =>
    [EVERYTHING, AT_GATE, COMPANY].flatMap((scope) =>
      [
        {},
        { plate: '12C-045.67' },
        { container: 'CSQU3054383' },
        { gate: GATE },
        { stages: ['ARRIVED' as const, 'DISINFECTED' as const] },
        { plateEnds: '567' },
        { held: true },
        { held: false },
        { carrier: 'CARRIER_1' },
        { originProvince: 'VN-53' },
        { gate: GATE, held: true, carrier: 'CARRIER_1', originProvince: 'VN-53' },
      ].map((filter) => read.findTruckVisits(db, { ...filter, at, scope, limit: 50 }, source(db))),
    ),
  'a search for goods': (db) =>
    [EVERYTHING, AT_GATE, COMPANY].flatMap((scope) =>
      [{}, { owner: 'OWNER_1' }, { declarationNumber: 'D-1' }, { gate: GATE }, { gate: GATE, ...DAYS }].map(
        (filter) => read.findConsignments(db, { ...filter, at: 0, scope, limit: 50 }, source(db)),
      ),
    ),
  'an audit trail': (db) =>
    [EVERYTHING, AT_GATE, COMPANY].map((scope) =>
      read.auditTrail(db, { consignmentId: 'goods-of-v1', scope, limit: 50 }),
    ),
  deviations: (db, at) => read.deviationPage(db, { gates: [GATE], ...DAYS, at, limit: 50 }, source(db)),
  'who was passed': (db, at) =>
    read.passedAt(
      db,
      { gate: GATE, queuedSince: START + 50 * HOUR, visitId: 'v50' },
      { at, gate: source(db).gate(GATE) },
    ),
  policies: (db, at) => [
    read.policyPage(db, { gates: 'ALL', at, limit: 50 }),
    read.lastJudgedAt(db, 'ORDER'),
  ],
  'legal bases': (db, at) => read.legalBasisPage(db, { at, limit: 50 }),
  'who is called next': (db, at) => [
    read.nextCalls(db, { gates: [GATE], at, limit: 50 }, source(db)),
    read.nextCalls(db, { gates: [GATE], at, limit: 50 }, ruledGates(db, ORDER)),
    ...[EVERYTHING, AT_GATE, COMPANY].map((scope) =>
      read.visitPosition(db, { visitId: 'v1', at, scope }, source(db)),
    ),
  ],
  overtakings: (db, at) =>
    [source(db), ruledGates(db, ORDER)].map((gates) =>
      read.overtakingsPage(db, { gates: [GATE], ...DAYS, at, limit: 50 }, gates),
    ),
  overrides: (db, at) => [
    read.orderOverridePage(db, { gate: GATE, at, limit: 50 }),
    read.orderOverridePage(db, { gate: GATE, at, limit: 50, cursor: KEY }),
  ],
  throughput: (db, at) => read.throughputDays(db, { gates: [GATE], ...DAYS, at }, source(db)),
  corrections: (db) => [
    read.correctionPage(db, { gates: [GATE], ...DAYS, limit: 50 }, source(db)),
    read.correctionPage(db, { gates: [GATE], ...DAYS, actor: 'guard', limit: 50 }, source(db)),
  ],
  'dwell times': (db, at) => read.dwellTimeRows(db, { gates: [GATE], ...DAYS, at }, source(db)),
  'days to clear': (db, at) => read.daysToClear(db, { gates: [GATE], at }, source(db)),
  'the fees of a visit': (db, at) =>
    [EVERYTHING, AT_GATE, COMPANY].map((scope) =>
      read.visitFees(db, { visitId: 'v1', at, scope }, source(db)),
    ),
  'the stays in a yard': (db, at) => [
    read.yardStayPage(db, { yard: YARD, ...DAYS, at, limit: 50 }, source(db)),
    read.yardRevenue(db, { yard: YARD, ...DAYS, at }, source(db)),
  ],
  'what other prices would bring': (db, at) =>
    (['PARKING', 'INFRASTRUCTURE'] as const).map((kind) => [
      ...read.simulateFees(db, { ...SIMULATED, tariff: { ...TARIFF, kind }, at }, source(db)),
    ]),
  'the tariffs': (db, at) => read.tariffRows(db, { at, all: false }),
  'a key that was used': (db) => isKeyReused(db, '5c1f7a2e-0000-4000-8000-000000000000', 'ab'),
};

/** The texts of the statements that a question prepares. */
function textsOf(filled: DatabaseSync, ask: Ask): ReadonlySet<string> {
  const { db, texts } = watched(filled);
  for (const at of [NOW, PAST]) ask(db, at);
  return texts;
}

describe('what is asked of the views', () => {
  let filled: DatabaseSync;

  beforeAll(async () => {
    filled = await filledViews(START);
  });

  afterAll(() => {
    filled.close();
  });

  it.each(Object.entries(QUESTIONS))('%s: no table is read whole, and nothing is sorted', (_name, ask) => {
    const texts = textsOf(filled, ask);
    expect(texts.size).toBeGreaterThan(0);
    for (const sql of texts) {
      const plan = filled.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      const costly = costlyIn(
        sql,
        plan.map(({ detail }) => String(detail)),
      );
      expect([sql, costly]).toEqual([sql, []]);
    }
  });

  it('reads every table of every view', () => {
    const texts = Object.values(QUESTIONS).flatMap((ask) => [...textsOf(filled, ask)]);
    const unread = read.CATALOGUE.views
      .flatMap(tablesOf)
      // Only the writers of their views read those, each row by an index.
      .filter((table) => !table.endsWith('_heir'))
      .filter((table) => !texts.some((sql) => new RegExp(`\\b${table}\\b`).test(sql)));
    const advice = 'is read by no question: add one that reads it to QUESTIONS in query-plans.spec.ts';
    expect(unread.map((table) => `${table} ${advice}`)).toEqual([]);
  });

  it('visits from a rare province are looked up by it, not sought among all arrivals', () => {
    const { db, texts } = watched(filled);
    for (const scope of [EVERYTHING, AT_GATE, COMPANY])
      read.findTruckVisits(db, { originProvince: 'VN-53', scope, limit: 50, at: NOW }, source(db));
    const searches = [...texts].filter((sql) => sql.includes('FROM truck_visits v'));
    expect(searches).toHaveLength(1);
    for (const sql of searches) {
      const [first] = filled.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      expect(first?.['detail']).toBe('SEARCH v USING INTEGER PRIMARY KEY (rowid=?)');
    }
  });
});
