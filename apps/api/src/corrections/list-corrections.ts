/* Query: corrections by gate and day, with who made them. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  ACTOR,
  after,
  code,
  cursor,
  dateRange,
  days,
  INSTANT,
  IsAnyText,
  IsCode,
  IsDescribedBy,
  IsInstant,
  IsOneOf,
  IsPosition,
  IsUuid,
  jsonCell,
  limit,
  MayBeAbsent,
  objectOf,
  orNull,
  shortText,
  stated,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters, Part } from '#libs/http-edge';
import { correctionPage, gateSource, localDay, zoneOf } from '#libs/read-models';
import type { CorrectionRow } from '#libs/read-models';
import { gatesInReach, sharedZone } from '../gate-boards/gate-in-reach';

export const CORRECTION_PARAMETERS = {
  gate: code('Gate of what was corrected; default every gate the caller may see'),
  actor: shortText('Who corrected, as tokens name him (`sub`)'),
  ...days,
  after,
  limit,
  cursor,
};
export type CorrectionParameters = Parameters<typeof CORRECTION_PARAMETERS>;

const STATE = orNull(objectOf({ at: INSTANT, data: {} }));

/** What was corrected, by whom, when and why, as it was before and after. It is about a visit, a yard or the gate. */
export class CorrectionAnswer {
  @IsCode()
  readonly gate!: string;

  @MayBeAbsent()
  @IsUuid()
  readonly visitId?: string;

  @MayBeAbsent()
  @IsCode()
  readonly yard?: string;

  @IsUuid()
  readonly correctionId!: string;

  /** Id of the event that was corrected. */
  @IsUuid()
  readonly eventId!: string;

  @IsAnyText()
  readonly type!: string;

  @IsOneOf(['DID_NOT_OCCUR', 'INCORRECT_DATA'])
  readonly reason!: string;

  @IsInstant()
  readonly at!: string;

  @IsInstant()
  readonly recordTime!: string;

  @IsDescribedBy(ACTOR)
  readonly actor!: object;

  @IsAnyText()
  readonly role!: string;

  /** Null when it had been taken back before. */
  @IsDescribedBy(STATE)
  readonly before!: object | null;

  /** Null when what was corrected did not occur. */
  @IsDescribedBy(STATE)
  readonly after!: object | null;

  @IsPosition()
  readonly position!: string;
}

const COLUMNS: Columns<CorrectionRow> = {
  recordTime: time((row) => row.recordTime),
  actor: (row) => row.actor.sub,
  agency: (row) => row.actor.agency,
  role: (row) => row.role,
  reason: (row) => row.reason,
  type: (row) => row.type,
  gate: (row) => row.gate,
  at: time((row) => row.at),
  beforeAt: time((row) => row.before?.at),
  afterAt: time((row) => row.after?.at),
  yard: (row) => row.yard,
  visitId: (row) => row.visitId,
  eventId: (row) => row.eventId,
  correctionId: (row) => row.correctionId,
  position: (row) => row.position,
  before: (row) => (row.before === null ? null : jsonCell(row.before.data)),
  after: (row) => (row.after === null ? null : jsonCell(row.after.data)),
};

/** The corrections at the gates in reach, in the order they were recorded. */
export class ListCorrectionsQuery extends Query<Table<CorrectionRow>> {
  constructor(
    readonly parameters: CorrectionParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListCorrectionsQuery)
export class ListCorrectionsHandler {
  /** @throws Refusal RANGE_EMPTY, RANGE_TOO_LONG. */
  execute({ parameters, caller: { reach, now } }: ListCorrectionsQuery): Promise<Table<CorrectionRow>> {
    const { gate, actor, from, to, limit, cursor } = parameters;
    const gatesOf = (db: DatabaseSync): string[] =>
      gatesInReach(db, reach).filter((one) => gate === undefined || one === gate);
    const listing = {
      after: parameters.after,
      views: ['corrections', 'border-gates'],
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part) => {
        const [gates, source] = [gatesOf(db), gateSource(db)];
        const todays = gates.map((one) => localDay(zoneOf(source.gate(one)), Date.parse(now))).sort();
        const range = dateRange(from, to, todays.at(-1) ?? now.slice(0, 10));
        return correctionPage(db, { gates, ...stated({ actor }), ...range, ...part }, source);
      },
    };
    const zone = (db: DatabaseSync) => sharedZone(db, gatesOf(db));
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: 'corrections', zone }));
  }
}
