import type { DatabaseSync } from 'node:sqlite';
import { pick, seeded, seeds } from '#libs/event-sourcing/testing';
import { GATE } from '../../../testing/given-events';
import { RecordedLog } from '../../../testing/recorded-log';
import { borderGates } from '../../border-gates/border-gates';
import { gateSource } from '../../border-gates/border-gates-query';
import { deviations } from '../../deviations/deviations';
import { deviationPage } from '../../deviations/deviations-query';
import { gateTurns } from '../turns/gate-turns';
import { outOfTurnIn, outOfTurnOf, passedAt } from './out-of-turn';
import { FROM_THE_FIRST, turnsOf } from '../turns/turn-rows';
import { truckVisits } from '../../truck-visits/truck-visits';

const DAY = 24 * 3_600_000;
const clock = (time: string) => `2021-12-15T${time}:00+07:00`;

/** Trucks that arrived one after the other from eight o'clock on and are cleared at nine. */
function line(...visits: readonly string[]): RecordedLog {
  const log = new RecordedLog();
  log.registerGate();
  for (const [index, visitId] of visits.entries()) {
    log.arrival(visitId, clock(`08:0${index}`));
    log.step(visitId, 'customs-clearance', clock('09:00'), { declarationNumber: `D-${visitId}` });
  }
  return log;
}

const views = (log: RecordedLog) => log.views(truckVisits, gateTurns, deviations, borderGates);

function outOfTurn(db: DatabaseSync): string[] {
  const query = { gates: [GATE], from: '2021-12-15', to: '2021-12-16', limit: 50 };
  const { items } = deviationPage(db, { ...query, at: Date.parse(clock('20:00')) }, gateSource(db));
  const listed = items
    .filter(({ code }) => code === 'OUT_OF_TURN')
    .map(({ visitId, at, passed }) => `${visitId} ${at.slice(11, 16)} ${passed}`);
  // Each visit says the same of itself.
  const gate = gateSource(db).gate(GATE);
  const own = ['v1', 'v2', 'v3', 'v4'].flatMap((visitId) => outOfTurnOf(db, GATE, visitId, gate));
  expect(own).toHaveLength(listed.length);
  return listed;
}

describe('a truck that goes before others that could have gone', () => {
  it('is out of turn with how many it passed', async () => {
    const log = line('v1', 'v2', 'v3', 'v4');
    log.step('v3', 'call-forward', clock('10:00'));
    log.step('v1', 'call-forward', clock('10:10'));
    log.step('v4', 'handover', clock('10:20'), { dedicatedDriver: 'D01' });
    expect(outOfTurn(await views(log))).toEqual(['v3 10:00 2', 'v4 10:20 1']);
  });

  it('is judged by its call, not again by what follows it', async () => {
    const log = line('v1', 'v2');
    log.step('v1', 'call-forward', clock('10:00'));
    log.step('v2', 'call-forward', clock('10:01'));
    log.step('v2', 'handover', clock('10:05'), { dedicatedDriver: 'D01' });
    log.step('v2', 'crossing', clock('10:06'), { vehicle: { plate: '12C04567' } });
    expect(outOfTurn(await views(log))).toEqual([]);
  });

  it.each<[string, (log: RecordedLog) => unknown]>([
    ['is held', (log) => log.step('v1', 'hold', clock('09:30'), { cause: 'PAPERS' })],
    ['has turned back', (log) => log.step('v1', 'turn-back', clock('09:30'), { reason: 'papers' })],
    ['is called already', (log) => log.step('v1', 'call-forward', clock('09:30'))],
    [
      'may not go for its goods',
      (log) =>
        log.gate('GateSuspended', clock('09:30'), {
          orderedBy: 'FOREIGN',
          reason: 'finding',
          commodityScope: ['FRESH_PRODUCE'],
        }),
    ],
  ])('does not pass one that %s', async (_, tell) => {
    const log = line('v1', 'v2');
    tell(log);
    log.step('v2', 'call-forward', clock('10:00'));
    expect(outOfTurn(await views(log))).toEqual([]);
  });

  it('does not pass one that was not cleared yet, and passes one whose hold is lifted', async () => {
    const log = line('v2', 'v3');
    log.arrival('v1', clock('07:00'));
    log.step('v1', 'customs-clearance', clock('10:30'), { declarationNumber: 'D-1' });
    log.step('v2', 'hold', clock('09:10'), { cause: 'PAPERS' });
    log.step('v2', 'hold-lift', clock('09:50'), { cause: 'PAPERS' });
    log.step('v3', 'call-forward', clock('10:00'));
    expect(outOfTurn(await views(log))).toEqual(['v3 10:00 1']);
  });

  it('is seen in whatever order the reports come', async () => {
    const log = line('v2');
    log.step('v2', 'call-forward', clock('10:00'));
    log.step('v1', 'customs-clearance', clock('09:00'), { declarationNumber: 'D-1' });
    log.arrival('v1', clock('07:00'));
    expect(outOfTurn(await views(log))).toEqual(['v2 10:00 1']);
  });
});

describe('the line of a gate, walked', () => {
  it('counts what a look at each truck counts, and pages are the whole, over 20 seeds', async () => {
    for (const seed of seeds(1, 20)) {
      const random = seeded(seed);
      const log = randomLine(random);
      const db = await views(log);
      const gate = gateSource(db).gate(GATE);
      const [from, to] = [Date.parse(clock('00:00')) - 20 * DAY, Date.parse(clock('00:00')) + 20 * DAY];
      const query = { code: GATE, gate, from, to, after: FROM_THE_FIRST, limit: 1_000 };
      const walked = outOfTurnIn(db, query).map(({ visitId, passed }) => [visitId, passed]);
      const looked = everyVisit().flatMap((id) =>
        outOfTurnOf(db, GATE, id, gate).map(({ passed, time }) => ({ id, passed, time })),
      );
      looked.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
      expect([seed, walked]).toEqual([seed, looked.map(({ id, passed }) => [id, passed])]);
      for (const turn of everyVisit().flatMap((id) => turnsOf(db, GATE, id))) {
        const counted = passedAt(db, { gate: GATE, ...turn }, { at: turn.time, gate });
        const listed = looked.find(({ id, time }) => id === turn.visitId && time === turn.time);
        expect([seed, turn.visitId, counted]).toEqual([seed, turn.visitId, listed?.passed ?? 0]);
      }
      expect(walked.length).toBeGreaterThan(3);
      expect(pagesOf(db)).toEqual(walked);
    }
  });

  function everyVisit(): string[] {
    return Array.from({ length: 40 }, (_, index) => `v${(index + 10).toString()}`);
  }

  function randomLine(random: () => number): RecordedLog {
    const log = new RecordedLog();
    log.registerGate();
    const start = Date.parse(clock('06:00')) - 10 * DAY;
    const at = (days: number) => new Date(start + Math.floor(days * DAY)).toISOString();
    log.gate('GateSuspended', at(4), { orderedBy: 'FOREIGN', reason: 'finding', commodityScope: ['DRY'] });
    log.gate('GateResumed', at(6), {});
    for (const visitId of everyVisit()) {
      const [arrivedAt, wait] = [random() * 10, random() * 4];
      const consignments = [{ consignmentId: visitId, cargoClass: pick(random, ['DRY', 'FRESH_PRODUCE']) }];
      log.arrival(visitId, at(arrivedAt), { consignments });
      log.step(visitId, 'customs-clearance', at(arrivedAt + wait / 4), { declarationNumber: 'D' });
      if (random() < 0.2) {
        log.step(visitId, 'hold', at(arrivedAt + wait / 3), { cause: 'PAPERS' });
        log.step(visitId, 'hold-lift', at(arrivedAt + wait / 2), { cause: 'PAPERS' });
      }
      if (random() < 0.8) log.step(visitId, 'call-forward', at(arrivedAt + wait));
    }
    return log;
  }

  /** All of the list, three rows a page. */
  function pagesOf(db: DatabaseSync): unknown[] {
    const found: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = {
        gates: [GATE],
        from: '2021-11-20',
        to: '2022-01-20',
        at: Date.parse('2022-02-01T00:00:00Z'),
      };
      const page = deviationPage(
        db,
        { ...query, limit: 3, ...(cursor === undefined ? {} : { cursor }) },
        gateSource(db),
      );
      found.push(
        ...page.items
          .filter(({ code }) => code === 'OUT_OF_TURN')
          .map(({ visitId, passed }) => [visitId, passed]),
      );
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  }
});
