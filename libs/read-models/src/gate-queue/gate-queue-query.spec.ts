import { pick, seeded } from '#libs/event-sourcing/testing';
import { boardsOver } from '../../testing/board-trial';
import { arrival, GATE, gateAct, gateRegistered, step } from '../../testing/given-events';
import { toldSteps } from '../../testing/told-steps';
import { cursorOf, CursorUnreadable } from '../paging/cursor';
import { gateQueuePage, queueLength } from './gate-queue-query';
import type { QueueFilter } from './queue-filter';

const at = (time: string): string => `2021-12-15T${time}:00+07:00`;
const instant = (time: string): number => Date.parse(at(time));

function trial() {
  return boardsOver(
    gateRegistered(),
    arrival('v2', at('06:00'), { carrier: 'ALPHA' }),
    arrival('v1', at('06:00'), {
      consignments: [{ consignmentId: 'c1', cargoClass: 'FRESH_PRODUCE', originProvince: 'VN-53' }],
    }),
    arrival('v3', at('05:00'), { bodyType: 'HOT_BOX' }),
    step('v3', 'customs-clearance', at('06:10'), { declarationNumber: 'D-1' }),
    step('v3', 'disinfection', at('06:20'), { targets: ['CARGO'], procedureVersion: '1' }),
    step('v3', 'call-forward', at('06:30'), { deadline: at('09:00') }),
    step('v3', 'hold', at('06:40'), { cause: 'INSPECTION' }),
    step('v3', 'vehicle-change', at('06:50'), { tractor: { plate: '12C11111' }, reason: 'breakdown' }),
    arrival('v4', at('04:00')),
    step('v4', 'handover', at('06:00'), { dedicatedDriver: 'D01' }),
    gateAct('handover-mode', at('07:00'), { mode: 'TRANSLOAD' }),
  );
}

describe('the queue of a gate', () => {
  it('stands by arrival, then by visit, with what each truck still needs', async () => {
    const { db, source } = await trial();
    const { items, nextCursor } = gateQueuePage(
      db,
      { gates: [GATE], at: instant('06:55'), limit: 50 },
      source,
    );
    expect(nextCursor).toBeNull();
    expect(items.map(({ rank, visitId }) => [rank, visitId])).toEqual([
      [1, 'v3'],
      [2, 'v1'],
      [3, 'v2'],
    ]);
    const { next, ...first } = items[0] ?? {};
    expect(toldSteps(next)).toEqual([
      'hold-lift',
      'disinfection',
      'handover: CABIN_NOT_DISINFECTED VISIT_HELD',
      'crossing: CABIN_NOT_DISINFECTED NOT_HANDED_OVER VISIT_HELD',
      ...[
        '(call-excuse)',
        '(yard-entry)',
        '(weighing)',
        '(turn-back)',
        '(diversion)',
        '(cancellation)',
        '(vehicle-change)',
        '(hold)',
      ],
      '(hold-lift-confirmation)',
    ]);
    expect(first).toEqual({
      rank: 1,
      visitId: 'v3',
      gate: GATE,
      tractor: { plate: '12C11111' },
      stage: 'CALLED_FORWARD',
      arrivedAt: at('05:00'),
      queuedSince: at('05:00'),
      recordedAt: '2022-01-01T00:00:04.000Z',
      waitedMinutes: 115,
      cargoClass: 'FRESH_PRODUCE',
      bodyType: 'HOT_BOX',
      held: true,
      callDeadline: at('09:00'),
      callMissed: false,
      reportedLate: true,
      missing: ['disinfection', 'handover'],
    });
    expect(items[1]?.missing).toEqual(['customs-clearance', 'disinfection', 'handover']);
  });

  it('is the queue of the instant: before steps, holds and handovers, and in the mode of that time', async () => {
    const { db, source } = await trial();
    const early = gateQueuePage(db, { gates: [GATE], at: instant('05:30'), limit: 50 }, source).items;
    expect(early.map(({ visitId, stage, held }) => [visitId, stage, held])).toEqual([
      ['v4', 'ARRIVED', false],
      ['v3', 'ARRIVED', false],
    ]);
    const late = gateQueuePage(db, { gates: [GATE], at: instant('07:00'), limit: 50 }, source).items;
    // The call fixed the mode of v3; v1 follows the gate.
    expect(late[0]?.missing).toEqual(['disinfection', 'handover']);
    expect(late[1]?.missing).toEqual(['customs-clearance', 'disinfection', 'transload', 'handover']);
    expect(late[0]?.next.map(({ step }) => step)).not.toContain('transload');
    expect(toldSteps(late[1]?.next)).toContain('transload: CUSTOMS_NOT_CLEARED NOT_DISINFECTED');
  });

  it('is paged without losing the rank', async () => {
    const { db, source } = await trial();
    const query = { gates: [GATE], at: instant('06:55'), limit: 2 };
    const first = gateQueuePage(db, query, source);
    expect(first.items.map(({ visitId }) => visitId)).toEqual(['v3', 'v1']);
    const second = gateQueuePage(db, { ...query, cursor: first.nextCursor ?? '' }, source);
    expect(second.items.map(({ rank, visitId }) => [rank, visitId])).toEqual([[3, 'v2']]);
    expect(second.nextCursor).toBeNull();
    expect(queueLength(db, GATE, query.at)).toBe(3);
  });

  it('is that of several gates as one, with ranks of the whole', async () => {
    const { db, source } = await boardsOver(
      ...[GATE, 'CHI_MA'].map((gate) => gateRegistered(gate)),
      ...[1, 2, 3, 4, 5].map((number) =>
        arrival(`v${number}`, at(`06:0${number}`), { gate: number % 2 === 0 ? GATE : 'CHI_MA' }),
      ),
    );
    const shown: unknown[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const query = { gates: [GATE, 'CHI_MA'], at: instant('06:55'), limit: 2 };
      const page = gateQueuePage(db, { ...query, ...(cursor === undefined ? {} : { cursor }) }, source);
      shown.push(...page.items.map(({ rank, visitId, gate }) => [rank, visitId, gate]));
      more = page.nextCursor !== null;
      cursor = page.nextCursor ?? undefined;
    }
    expect(shown).toEqual([
      [1, 'v1', 'CHI_MA'],
      [2, 'v2', GATE],
      [3, 'v3', 'CHI_MA'],
      [4, 'v4', GATE],
      [5, 'v5', 'CHI_MA'],
    ]);
  });

  it.each<[string, QueueFilter, unknown[]]>([
    ['the end of a plate', { plateEnds: '111' }, [[1, 'v3']]],
    [
      'stages',
      { stages: ['ARRIVED'] },
      [
        [2, 'v1'],
        [3, 'v2'],
      ],
    ],
    [
      'several stages',
      { stages: ['ARRIVED', 'CALLED_FORWARD'] },
      [
        [1, 'v3'],
        [2, 'v1'],
        [3, 'v2'],
      ],
    ],
    ['what is held', { held: true }, [[1, 'v3']]],
    [
      'what is not held',
      { held: false },
      [
        [2, 'v1'],
        [3, 'v2'],
      ],
    ],
    ['carrier', { carrier: 'ALPHA' }, [[3, 'v2']]],
    ['province', { originProvince: 'VN-53' }, [[2, 'v1']]],
    ['several of them', { carrier: 'ALPHA', held: true }, []],
  ])('is filtered by %s, and the rank is that of the whole', async (_rule, filter, expected) => {
    const { db, source } = await trial();
    const shown: unknown[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const query = { gates: [GATE], at: instant('06:55'), limit: 1, filter };
      const page = gateQueuePage(db, { ...query, ...(cursor === undefined ? {} : { cursor }) }, source);
      shown.push(...page.items.map(({ rank, visitId }) => [rank, visitId]));
      more = page.nextCursor !== null;
      cursor = page.nextCursor ?? undefined;
    }
    expect(shown).toEqual(expected);
  });

  it('has a truck that is said to have come before 1970', async () => {
    const { db, source } = await boardsOver(
      gateRegistered(),
      arrival('v1', at('06:00')),
      arrival('v2', '1969-12-31T23:00:00+00:00'),
    );
    const { items } = gateQueuePage(db, { gates: [GATE], at: instant('06:55'), limit: 50 }, source);
    expect(items.map(({ rank, visitId }) => [rank, visitId])).toEqual([
      [1, 'v2'],
      [2, 'v1'],
    ]);
  });

  it('has at every instant those that had come and not gone, however long they stayed', async () => {
    const random = seeded(7);
    const hour = 3_600_000;
    const start = Date.parse('2021-11-01T00:00:00Z');
    const waits = Array.from({ length: 80 }, (_, number) => {
      const from = start + Math.floor(random() * 600) * hour;
      const length = pick(random, [1, 2, 3, 8, 9, 40, 128, 300, 513, 900]) * hour;
      return { id: `v${number}`, from, until: number % 4 === 0 ? Infinity : from + length };
    });
    const text = (time: number): string => new Date(time).toISOString();
    const { db, source } = await boardsOver(
      gateRegistered(),
      ...waits.flatMap(({ id, from, until }) => [
        arrival(id, text(from)),
        ...(until === Infinity ? [] : [step(id, 'cancellation', text(until), { reason: 'error' })]),
      ]),
    );
    for (let day = 0; day < 70; day += 1) {
      const then = start + day * 24 * hour;
      const expected = waits
        .filter(({ from, until }) => from <= then && then < until)
        .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
        .map(({ id }, index) => [index + 1, id]);
      const query = { gates: [GATE], at: then, limit: 7 };
      const shown: (string | number)[][] = [];
      for (let cursor: string | undefined, more = true; more;) {
        const page = gateQueuePage(db, { ...query, ...(cursor === undefined ? {} : { cursor }) }, source);
        shown.push(...page.items.map(({ rank, visitId }) => [rank, visitId]));
        more = page.nextCursor !== null;
        cursor = page.nextCursor ?? undefined;
      }
      expect(shown).toEqual(expected);
      expect(queueLength(db, GATE, then)).toBe(expected.length);
    }
  });

  it('refuses a cursor that is none of its own', async () => {
    const { db, source } = await trial();
    for (const cursor of ['%%%', cursorOf('v1', 1), cursorOf(1), '']) {
      const page = () => gateQueuePage(db, { gates: [GATE], at: instant('06:55'), limit: 2, cursor }, source);
      expect(page).toThrow(CursorUnreadable);
    }
  });
});
