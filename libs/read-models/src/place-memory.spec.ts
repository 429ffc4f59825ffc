import type { DatabaseSync } from 'node:sqlite';
import { seeded } from '#libs/event-sourcing/testing';
import { logOf } from '../testing/given-events';
import { randomBorder, shuffled } from '../testing/random-border';
import { gateSource } from './border-gates-query';
import { EVERY_VIEW } from './every-view';
import { gateBoards } from './gate-board-query';
import { ProjectionRunner } from './projection-runner';
import { openViewFile } from './view-file';
import { viewsInFile } from './views';
import { yardRows } from './yard-occupancy-query';
import { yardSource } from './yards-query';

const GATES = ['NORTH_GATE', 'SOUTH_GATE'];
const YARDS = ['NORTH_GATE_YARD', 'SOUTH_GATE_YARD'];
const HOUR = 3_600_000;

function boardsAndYards(db: DatabaseSync, at: number): unknown {
  const source = { ...gateSource(db), ...yardSource(db) };
  return [gateBoards(db, { at, gates: GATES }, source), yardRows(db, { at, yards: YARDS }, source)];
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

describe('what is remembered of gates and yards', () => {
  it('is what would be read again, after every event and at every time, over 4 seeds', async () => {
    for (let seed = 401; seed <= 404; seed += 1) {
      const random = seeded(seed);
      const reports = shuffled(random, randomBorder(random, 6));
      const store = await logOf(reports);
      const db = openViewFile(':memory:', viewsInFile(EVERY_VIEW));
      const runner = new ProjectionRunner(db, viewsInFile(EVERY_VIEW), store);
      for (const event of await store.readAll(-1n, reports.length)) {
        await runner.project([event]);
        const instant = Date.parse(event.metadata.eventTime);
        for (const at of [instant, instant + HOUR, instant + 30 * HOUR, instant + 31 * HOUR, instant]) {
          expect([seed, boardsAndYards(db, at)]).toEqual([seed, boardsAndYards(forgetful(db), at)]);
        }
      }
      db.close();
    }
  });
});
