import type { DatabaseSync } from 'node:sqlite';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
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
import type { AsOf, DaysToClear, GateSource } from '#libs/read-models';
import type { LocalizedName, GateStatus } from '#libs/truck-flow';
import { after, at, oneOf } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { IsDescribedBy } from '../http/validation/answer-fields';
import { COUNT, objectOf, orNull } from '../http/validation/answer-schemas';
import { IsCode, IsInstant, IsNested, IsOneOf, IsText } from '../http/validation/fields';
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

/** A few trucks could be told apart: their number is not shown. */
const FEWEST_SHOWN = 5;
const TOO_FEW = '<5';
type Shown = number | typeof TOO_FEW;

function IsShown(): PropertyDecorator {
  return IsDescribedBy({ anyOf: [{ type: 'integer', minimum: FEWEST_SHOWN }, { const: TOO_FEW }] });
}

export class PublicGateName {
  @IsText()
  readonly vi!: string;

  @IsText()
  readonly zh!: string;

  @IsText()
  readonly en!: string;
}

/**
 * In how many days the trucks on hand will have cleared, at the rate of the last 7 complete days and without arrivals.
 * `TOO_FEW`: fewer than five are on hand or crossed in these days; an estimate would tell how many.
 */
export class PublicClearing {
  @IsOneOf(['ESTIMATE', 'SUSPENDED', 'TOO_FEW'])
  readonly state!: 'ESTIMATE' | 'SUSPENDED' | 'TOO_FEW';

  @IsDescribedBy(orNull(objectOf({ low: COUNT, high: COUNT })))
  readonly days!: { readonly low: number; readonly high: number } | null;
}

/** What everybody may know about a gate. */
export class PublicBoard {
  @IsCode()
  readonly gate!: string;

  @IsNested(() => PublicGateName)
  readonly name!: LocalizedName;

  @IsOneOf(['OPEN', 'REDUCED', 'SUSPENDED'])
  readonly status!: GateStatus;

  @IsShown()
  readonly trucksOnHand!: Shown;

  /** On the gate's local day, up to the time asked for. */
  @IsShown()
  readonly arrivedToday!: Shown;

  @IsShown()
  readonly crossedToday!: Shown;

  @IsNested(() => PublicClearing)
  readonly daysToClear!: PublicClearing;

  /** Up to when the figures count, with the gate's offset: what is asked about, or what was recorded last. */
  @IsInstant()
  readonly updatedAt!: string;
}

export interface PublicBoards {
  readonly items: readonly PublicBoard[];
  readonly asOf: AsOf;
}

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
