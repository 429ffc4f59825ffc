import type { DatabaseSync } from 'node:sqlite';
import { proofSize, seeded, seeds } from '#libs/event-sourcing/testing';
import { arrival, gateAct, gateRegistered, logOf, step } from '../../testing/given-events';
import { randomBorder, shuffled } from '../../testing/random-border';
import { projected, runnerOf } from '../../testing/view-specification';
import { gateSource } from '../border-gates/border-gates-query';
import { CATALOGUE } from '../catalogue/border-catalogue';
import { gateBoards } from '../gate-boards/gate-board-query';
import { gateQueuePage } from '../gate-queue/gate-queue-query';
import { signOfList, textOfList } from '../paging/list-text';
import { standsUntil } from '../paging/standing-lists';
import type { QueueRow } from '../gate-queue/queue-row';
import { yardRows } from '../yards/occupancy/yard-occupancy-query';
import { yardSource } from '../yards/yards-query';

const GATES = ['NORTH_GATE', 'SOUTH_GATE'];
const YARDS = ['NORTH_GATE_YARD', 'SOUTH_GATE_YARD'];
const HOUR = 3_600_000;
const MOMENTS = [1, 59_999, 60_000, 90_000, 1];

function boardsYardsAndQueues(
  db: DatabaseSync,
  at: number,
): readonly { readonly items: readonly unknown[] }[] {
  const source = { ...gateSource(db), ...yardSource(db) };
  const queues: { readonly items: readonly QueueRow[] }[] = [...GATES.map((gate) => [gate]), GATES].flatMap(
    (gates) => {
      const first = gateQueuePage(db, { gates, at, limit: 2 }, source);
      // Two pages each, so that a list has the same index at every time.
      if (first.nextCursor === null) return [first, { items: [] }];
      return [first, gateQueuePage(db, { gates, at, limit: 5, cursor: first.nextCursor }, source)];
    },
  );
  queues.push(gateQueuePage(db, { gates: GATES, at, limit: 3, filter: { held: false } }, source));
  for (const { items } of queues) expectWritten(items);
  return [
    gateBoards(db, { at, gates: GATES }, source),
    yardRows(db, { at, yards: YARDS }, source),
    ...queues,
  ];
}

const textsBySign = new Map<string, string>();

/** The text is that of the rows, and no two texts have one sign. */
function expectWritten(items: readonly unknown[]): void {
  const text = textOfList(items);
  expect(text).toBe(JSON.stringify(items));
  const sign = signOfList(items);
  expect(textsBySign.get(sign) ?? text).toBe(text);
  textsBySign.set(sign, text);
}

/** As of `at`, each list with that list read again at the end of the time that it says it stands. */
function standing(db: DatabaseSync, at: number): readonly (readonly [unknown, unknown])[] {
  return boardsYardsAndQueues(db, at).map((list, index) => {
    const until = standsUntil(list.items) ?? at;
    const last = Math.min(until - 1, at + 100 * HOUR);
    return [list, last < at ? list : boardsYardsAndQueues(forgetful(db), last)[index]];
  });
}

/** The same connection under another identity: nothing is remembered of it. */
function forgetful(db: DatabaseSync): DatabaseSync {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

describe('what is remembered of gates, queues and yards', () => {
  it('is what would be read again, after every event and at every time', async () => {
    const last = 400 + proofSize({ test: 2, proof: 8 });
    for (const seed of seeds(401, last)) {
      const random = seeded(seed);
      const reports = shuffled(random, randomBorder(random, 6));
      const store = await logOf(reports);
      const { db, runner } = runnerOf(CATALOGUE.views, store);
      for (const event of await store.readAll(-1n, reports.length)) {
        await runner.project([event]);
        const instant = Date.parse(event.metadata.eventTime);
        const later = [0, 1, 30, 31].map((hours) => instant + hours * HOUR);
        // Within a minute of waiting, at its end, and after it; and back.
        for (const at of [...later, ...MOMENTS.map((moment) => instant + 31 * HOUR + moment), instant]) {
          expect([seed, boardsYardsAndQueues(db, at)]).toEqual([
            seed,
            boardsYardsAndQueues(forgetful(db), at),
          ]);
        }
        for (const [now, then] of standing(db, instant)) expect([seed, then]).toEqual([seed, now]);
      }
      db.close();
    }
  });

  it('is a queue until a minute is over, a deadline passes or moves, or an act of the gate begins or ends', async () => {
    const at = (time: string): string => `2021-12-15T${time}+07:00`;
    const events = [
      gateRegistered(),
      arrival('v1', at('06:00:20')),
      arrival('v2', at('06:00:45')),
      step('v1', 'call-forward', at('06:10:00'), { deadline: at('06:14:30') }),
      gateAct('suspension', at('06:10:30'), {
        orderedBy: 'FOREIGN',
        reason: 'finding',
        effectiveFrom: at('06:11:10'),
        until: at('06:12:05'),
      }),
      gateAct('handover-mode', at('06:10:40'), { mode: 'TRANSLOAD', effectiveFrom: at('06:15:50') }),
    ];
    const log = await logOf(events);
    const db = await projected(CATALOGUE.views, log, [await log.readAll(-1n, events.length)]);
    const page = (from: DatabaseSync, time: number) =>
      gateQueuePage(from, { gates: ['NORTH_GATE'], at: time, limit: 50 }, gateSource(from));
    const begin = Date.parse(at('06:10:40'));
    for (let time = begin; time < begin + 7 * 60_000; time += 2_500) {
      expect([time, page(db, time)]).toEqual([time, page(forgetful(db), time)]);
    }
    const shown = page(db, Date.parse(at('06:16:00')));
    expect(page(db, Date.parse(at('06:16:19')))).toBe(shown);
    expect(page(db, Date.parse(at('06:16:20')))).not.toBe(shown);
  });
});
