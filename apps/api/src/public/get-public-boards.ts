/* Query: the public boards, with small numbers suppressed. */

import type { DatabaseSync } from 'node:sqlite';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, at, oneOf, Reading } from '#libs/http-edge';
import type { Parameters } from '#libs/http-edge';
import {
  dayAfter,
  daysToClear,
  gateBoards,
  gateCodes,
  gateSource,
  localDay,
  localText,
  OBSERVED_DAYS,
  throughputDays,
  zoneOf,
} from '#libs/read-models';
import type { DaysToClear, GateSource } from '#libs/read-models';
import { FEWEST_SHOWN, TOO_FEW } from './public-board-answer';
import type { PublicBoards, PublicClearing, Shown } from './public-board-answer';
import { RecentBoards } from './recent-boards';

/** Who could ask for any second would see each truck come and go. */
const STEP_MILLISECONDS = 5 * 60_000;

export const publicBoardParameters = {
  at: { ...at, meaning: `${at.meaning}; rounded down to five minutes` },
  after,
};

export const publicPageParameters = {
  ...publicBoardParameters,
  lang: oneOf(['vi', 'zh', 'en'], 'Language of the page; default as the browser says'),
};

export class GetPublicBoardsQuery extends Query<PublicBoards> {
  constructor(
    readonly parameters: Parameters<typeof publicBoardParameters>,
    /** When it is asked, RFC 3339 UTC. */
    readonly now: string,
  ) {
    super();
  }
}

const VIEWS = ['gate-board', 'throughput', 'border-gates'];

@QueryHandler(GetPublicBoardsQuery)
export class GetPublicBoardsHandler {
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(RecentBoards) private readonly recent: RecentBoards,
  ) {}

  /** Not read again where someone just asked for the same; who waits for a position gets what was read after it. */
  async execute({ parameters, now }: GetPublicBoardsQuery): Promise<PublicBoards> {
    const asked = parameters.at === undefined ? undefined : stepOf(parameters.at);
    const instant = Date.parse(now);
    const known = parameters.after === undefined ? this.recent.get(asked, instant) : undefined;
    if (known !== undefined) return known;
    const boards = await this.read(asked ?? instant, parameters.after);
    this.recent.keep(asked, instant, boards);
    return boards;
  }

  private async read(time: number, position: bigint | undefined): Promise<PublicBoards> {
    const { items, asOf } = await this.reading.read(position, VIEWS, (db) => {
      const source = gateSource(db);
      const boards = gateBoards(db, { at: time, gates: gateCodes(db) }, source);
      return {
        items: boards.items.map((board) => ({ board, ...movementsOf(db, board.gate, time, source) })),
      };
    });
    const updated = asOf.recordTime === null ? time : Math.min(time, Date.parse(asOf.recordTime));
    const shown = items.map(({ board: { gate: code, status, ...counts }, gate, arrived, clearing }) => ({
      gate: code,
      name: gate.registered?.data.name ?? { vi: code, zh: code, en: code },
      status,
      trucksOnHand: shownOf(counts.trucksOnHand),
      arrivedToday: shownOf(arrived),
      crossedToday: shownOf(counts.crossedToday),
      daysToClear: publicClearing(clearing),
      updatedAt: localText(zoneOf(gate), updated),
    }));
    return { items: shown, asOf };
  }
}

/** Epoch milliseconds of the step that this time lies in. */
export function stepOf(time: string): number {
  return Math.floor(Date.parse(time) / STEP_MILLISECONDS) * STEP_MILLISECONDS;
}

function movementsOf(db: DatabaseSync, code: string, at: number, source: GateSource) {
  const gate = source.gate(code);
  const today = localDay(zoneOf(gate), at);
  const asked = { gates: [code], at };
  const [day] = throughputDays(db, { ...asked, from: today, to: dayAfter(today) }, source);
  return { gate, arrived: day?.arrived ?? 0, clearing: daysToClear(db, asked, source) };
}

function shownOf(count: number): Shown {
  return count < FEWEST_SHOWN ? TOO_FEW : count;
}

function publicClearing({ state, stock, rate, days }: DaysToClear): PublicClearing {
  if (state === 'SUSPENDED') return { state, days: null };
  const crossed = rate.value * OBSERVED_DAYS;
  if (stock < FEWEST_SHOWN || crossed < FEWEST_SHOWN || days === null)
    return { state: 'TOO_FEW', days: null };
  return { state: 'ESTIMATE', days };
}
