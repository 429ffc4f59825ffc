import type { DatabaseSync } from 'node:sqlite';
import type { CargoClass } from '#libs/truck-flow';
import { GATE } from '../../../testing/given-events';
import { RecordedLog } from '../../../testing/recorded-log';
import { ruledGates } from '../../../testing/ruled-gates';
import type { GivenOrder } from '../../../testing/ruled-gates';
import { borderGates } from '../../border-gates/border-gates';
import { gateSource } from '../../border-gates/border-gates-query';
import { placeChanges } from '../../places/place-changes';
import { truckVisits } from '../../truck-visits/truck-visits';
import { gateTurns } from '../turns/gate-turns';
import { nextCalls } from './next-calls-query';
import type { NextCalls } from './next-calls-query';
import { standingOfCall } from './judged-call';
import { positionAt } from './position-query';

const clock = (time: string) => `2021-12-15T${time}:00+07:00`;
const at = (time: string) => Date.parse(clock(time));

/** 1 : 1 : 1 : 5, the first of them for chilled goods. */
const ORDER: GivenOrder = {
  policy: 'ORDER',
  from: clock('00:00'),
  classes: [
    { class: 'FIRST', weight: 1, when: { cargoClass: ['CHILLED'] } },
    { class: 'PERISHABLE', weight: 1, when: { cargoClass: ['FRESH_PRODUCE'] } },
    { class: 'TRUSTED', weight: 1, when: { carrier: ['TRUSTED_1'] } },
    { class: 'ORDINARY', weight: 5 },
  ],
};

const GOODS: Readonly<Record<string, CargoClass>> = { F: 'CHILLED', P: 'FRESH_PRODUCE' };

/** A truck whose name begins with its class: F, P, T or O; it arrives at this time and is cleared at once. */
function arrives(log: RecordedLog, visitId: string, time: string, isCleared = true): void {
  const letter = visitId.slice(0, 1);
  const carrier = letter === 'T' ? { carrier: 'TRUSTED_1' } : {};
  const consignments = [{ consignmentId: `goods-of-${visitId}`, cargoClass: GOODS[letter] ?? 'DRY' }];
  log.arrival(visitId, clock(time), { consignments, ...carrier });
  if (isCleared) log.step(visitId, 'customs-clearance', clock(time), { declarationNumber: `D-${visitId}` });
}

/** Ten ordinary trucks first, then two perishable and two trusted ones. */
function line(): RecordedLog {
  const log = new RecordedLog();
  log.registerGate();
  for (let number = 1; number <= 10; number += 1) arrives(log, `O${number}`, `06:${10 + number}`);
  for (const [index, visitId] of ['P1', 'T1', 'P2', 'T2'].entries()) arrives(log, visitId, `07:0${index}`);
  return log;
}

const views = (log: RecordedLog) => log.views(gateTurns, truckVisits, borderGates, placeChanges);

function asked(db: DatabaseSync, time: string, orders: readonly GivenOrder[] = [ORDER]): NextCalls {
  return nextCalls(db, { gates: [GATE], at: at(time), limit: 50 }, ruledGates(db, ...orders));
}

const names = ({ items }: Pick<NextCalls, 'items'>) => items.map(({ visitId }) => visitId).join(' ');

describe('who is called next', () => {
  it('is by when they queue since, where no order is in force', async () => {
    const db = await views(line());
    const calls = nextCalls(db, { gates: [GATE], at: at('09:00'), limit: 3 }, gateSource(db));
    expect(names(calls)).toBe('O1 O2 O3');
    expect(calls).toMatchObject({ rule: null, notCallable: [] });
    expect(calls.items[0]).toEqual({
      rank: 1,
      visitId: 'O1',
      gate: GATE,
      tractor: { plate: '12C04567' },
      class: null,
      queuedSince: clock('06:11'),
      why: expect.stringContaining('queues longest') as string,
    });
  });

  it('goes round the classes by their weights, and names rule and version', async () => {
    const calls = asked(await views(line()), '09:00');
    expect(names(calls)).toBe('P1 T1 O1 O2 O3 O4 O5 P2 T2 O6 O7 O8 O9 O10');
    expect(calls.rule).toEqual({ policy: 'ORDER', version: '1' });
    expect(calls.items[2]).toMatchObject({ rank: 3, class: 'ORDINARY' });
    expect(calls.items[2]?.why).toMatch(/ORDINARY has 5 of each round by ORDER, version 1/);
  });

  it('goes on where the calls that were made have left the round', async () => {
    const log = line();
    for (const [minute, visitId] of ['P1', 'T1', 'O1', 'O2', 'O3'].entries())
      log.step(visitId, 'call-forward', clock(`08:0${minute}`));
    arrives(log, 'F1', '08:30');
    const db = await views(log);
    expect(names(asked(db, '09:00'))).toBe('O4 O5 F1 P2 T2 O6 O7 O8 O9 O10');
    // As of a time before the last calls, and before the order took force.
    expect(names(asked(db, '08:02')).slice(0, 8)).toBe('O2 O3 O4');
    expect(names(asked(db, '09:00', [{ ...ORDER, from: clock('08:45') }])).slice(0, 8)).toBe('F1 P2 T2');
    expect(names(asked(db, '09:00', [{ ...ORDER, until: clock('08:59') }])).slice(0, 8)).toBe('O4 O5 O6');
  });

  it('leaves out who is held, not cleared, suspended or called, and says why', async () => {
    const log = line();
    arrives(log, 'F1', '05:00', false);
    log.step('P1', 'hold', clock('08:00'), { cause: 'PAPERS' });
    log.step('T1', 'call-forward', clock('08:10'));
    const stop = { orderedBy: 'FOREIGN', reason: 'finding', commodityScope: ['DRY'] };
    log.gate('GateSuspended', clock('08:20'), { ...stop, until: clock('10:00') });
    const db = await views(log);
    const calls = asked(db, '09:00');
    expect(names(calls)).toBe('P2');
    expect(calls.notCallable.slice(0, 2)).toEqual([
      {
        visitId: 'F1',
        gate: GATE,
        class: 'FIRST',
        missing: ['customs-clearance'],
        held: false,
        suspended: false,
      },
      { visitId: 'O1', gate: GATE, class: 'ORDINARY', missing: [], held: false, suspended: true },
    ]);
    expect(calls.notCallable.find(({ visitId }) => visitId === 'P1')).toMatchObject({
      held: true,
      missing: [],
    });
    expect(calls.notCallable.map(({ visitId }) => visitId)).not.toContain('T1');
    // Customs is asked for only where the order asks for it.
    expect(names(asked(db, '09:00', [{ ...ORDER, requires: [] }]))).toBe('F1 P2');
    expect(names(asked(db, '10:00')).slice(0, 5)).toBe('P2 O1');
  });

  it('is listed page by page, of several gates the first of each before the second of each', async () => {
    const log = line();
    for (const [index, visitId] of ['W1', 'W2'].entries()) {
      log.arrival(visitId, clock(`04:0${index}`), { gate: 'SOUTH_GATE' });
      log.step(visitId, 'customs-clearance', clock('05:00'), { declarationNumber: visitId });
    }
    const db = await views(log);
    const gates = [GATE, 'SOUTH_GATE'];
    const read = (limit: number, cursor?: string) =>
      nextCalls(
        db,
        { gates, at: at('09:00'), limit, ...(cursor === undefined ? {} : { cursor }) },
        ruledGates(db, { ...ORDER, gate: GATE }),
      );
    const whole = read(50);
    expect(whole.items.slice(0, 5).map(({ visitId, rank }) => `${visitId} ${rank}`)).toEqual([
      'P1 1',
      'W1 1',
      'T1 2',
      'W2 2',
      'O1 3',
    ]);
    expect(whole.rule).toBeNull();
    const paged: unknown[] = [];
    for (let page = read(3); ; page = read(3, page.nextCursor)) {
      paged.push(...page.items);
      if (page.nextCursor === null) break;
    }
    expect(paged).toEqual(whole.items);
  });
});

describe('where a truck stands', () => {
  const positionOf = (db: DatabaseSync, visitId: string, time = '09:00', orders = [ORDER]) =>
    positionAt(db, { visitId, at: at(time), gate: GATE }, ruledGates(db, ...orders));

  it('is its rank, its class and who is called before it', async () => {
    const db = await views(line());
    expect(positionOf(db, 'P2')).toEqual({
      visitId: 'P2',
      gate: GATE,
      rank: 8,
      class: 'PERISHABLE',
      aheadByClass: { FIRST: 0, PERISHABLE: 1, TRUSTED: 1, ORDINARY: 5 },
      held: false,
      suspended: false,
      missing: [],
      rule: { policy: 'ORDER', version: '1' },
    });
    expect(positionAt(db, { visitId: 'O3', at: at('09:00'), gate: GATE }, gateSource(db))).toMatchObject({
      rank: 3,
      class: null,
      aheadByClass: {},
      rule: null,
    });
  });

  it('is the place that it would have where it cannot be called, and none once it was', async () => {
    const log = line();
    log.step('P1', 'hold', clock('08:00'), { cause: 'PAPERS' });
    arrives(log, 'O11', '08:30', false);
    log.step('O1', 'call-forward', clock('08:40'));
    const db = await views(log);
    expect(positionOf(db, 'P1')).toMatchObject({ rank: 1, held: true, missing: [] });
    expect(positionOf(db, 'O11')).toMatchObject({ rank: 13, held: false, missing: ['customs-clearance'] });
    expect(positionOf(db, 'O1')).toMatchObject({ rank: null, class: null, aheadByClass: {} });
    expect(positionOf(db, 'O1', '08:39')).toMatchObject({ rank: 3 });
  });

  it('is how its call stands in the order in force', async () => {
    const db = await views(line());
    const gate = ruledGates(db, { ...ORDER, window: 2 }).gate(GATE);
    const call = { code: GATE, gate, at: at('09:00') };
    expect(standingOfCall(db, { ...call, visitId: 'O2' })).toEqual({ passed: 3, next: ['P1', 'T1'] });
    expect(standingOfCall(db, { ...call, visitId: 'nobody' })).toBeUndefined();
    const unruled = { ...call, gate: gateSource(db).gate(GATE) };
    expect(standingOfCall(db, { ...unruled, visitId: 'O2' })).toBeUndefined();
  });
});
