/* Query: the acts of a gate by lane and local day. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  dateRange,
  days,
  IsCode,
  IsDescribedBy,
  IsInstant,
  IsLocalDate,
  IsOneOf,
  IsTextOrNull,
  INSTANT,
  orNull,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters } from '#libs/http-edge';
import { gateCalendar, gateOf, localDay, zoneOf } from '#libs/read-models';
import type { CalendarRow } from '#libs/read-models';
import { unknownGate } from '#libs/truck-flow';
import { gateInReach } from '../gate-boards/gate-in-reach';
import { ORDERING_SIDES } from './gate-fields';

export const GATE_CALENDAR_PARAMETERS = { at, after, ...days };
export type GateCalendarParameters = Parameters<typeof GATE_CALENDAR_PARAMETERS>;

const CALENDAR_ACTS = ['suspension', 'resumption', 'opening-hours', 'lane-opening', 'lane-closure'];

/** What an act of the gate meant for one lane on one local day, from when until before when. */
export class CalendarRowAnswer {
  @IsCode()
  readonly lane!: string;

  @IsLocalDate()
  readonly day!: string;

  @IsInstant()
  readonly from!: string;

  /** Null when the act has no end and is of the day on which it began. */
  @IsDescribedBy(orNull(INSTANT))
  readonly to!: string | null;

  @IsOneOf(CALENDAR_ACTS)
  readonly act!: string;

  @IsDescribedBy(orNull({ enum: ORDERING_SIDES }))
  readonly orderedBy!: string | null;

  @IsTextOrNull()
  readonly legalBasis!: string | null;
}

const COLUMNS: Columns<CalendarRow> = {
  day: (row) => row.day,
  lane: (row) => row.lane,
  from: time((row) => row.from),
  to: time((row) => row.to),
  act: (row) => row.act,
  orderedBy: (row) => row.orderedBy,
  legalBasis: (row) => row.legalBasis,
};

/** The acts of a gate by lane and local day. */
export class GetGateCalendarQuery extends Query<Table<CalendarRow>> {
  constructor(
    readonly gate: string,
    readonly parameters: GateCalendarParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetGateCalendarQuery)
export class GetGateCalendarHandler {
  /** @throws Rejection GATE_NOT_FOUND, also for a gate outside the caller's reach; Refusal RANGE_EMPTY, RANGE_TOO_LONG. */
  execute({
    gate: code,
    parameters,
    caller: { reach, now },
  }: GetGateCalendarQuery): Promise<Table<CalendarRow>> {
    const { after: position, from, to } = parameters;
    const asOf = Date.parse(parameters.at ?? now);
    const gate = (db: DatabaseSync) => gateOf(db, code) ?? unknownGate;
    const zone = (db: DatabaseSync) => zoneOf(gate(db));
    const listing = {
      after: position,
      views: ['border-gates'],
      part: {},
      page: (db: DatabaseSync) => {
        gateInReach(db, code, reach);
        const range = dateRange(from, to, localDay(zone(db), asOf));
        return { items: gateCalendar(gate(db), { ...range, at: asOf }), nextCursor: null };
      },
    };
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `${code}-calendar`, zone }));
  }
}
