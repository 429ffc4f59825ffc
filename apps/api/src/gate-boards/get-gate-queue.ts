/* Query: the queue of a gate as of any time, filtered and paged. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  cursor,
  flag,
  IsAnyText,
  IsCode,
  IsCount,
  IsDescribedBy,
  IsFlag,
  IsInstant,
  IsNested,
  IsOneOf,
  IsText,
  IsUuid,
  limit,
  MayBeAbsent,
  shortText,
  someOf,
  stated,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters, Part } from '#libs/http-edge';
import { gateQueuePage } from '#libs/read-models';
import type { QueueRow } from '#libs/read-models';
import { plateEnd } from '../truck-visits/asset-parameters';
import { ORIGIN } from '../truck-visits/find-truck-visits';
import { MISSING_STEPS } from '../truck-visits/missing-steps';
import { IsNextSteps } from '../truck-visits/next-steps';
import type { NextStep } from '../truck-visits/next-steps';
import { BODY_TYPES, CARGO_CLASSES, ON_HAND_STAGES } from './answer-codes';
import { gatesAsked, sharedZone } from './gate-in-reach';

const QUEUED_STAGES = ON_HAND_STAGES.filter((stage) => stage !== 'HANDED_OVER');

export const queueParameters = {
  at,
  plateEnds: plateEnd("Last three or more characters of the tractor's plate, in any spelling"),
  stage: someOf(QUEUED_STAGES, 'Stage of the truck'),
  held: flag('Only trucks that are held, or only those that are not'),
  carrier: shortText('Company that carries the goods', 64),
  originProvince: ORIGIN,
  after,
  limit,
  cursor,
};

export class QueuedTractor {
  @IsText(16)
  readonly plate!: string;
}

/** A truck on hand before handover or transfer, held ones included. */
export class QueuedTruck {
  @IsCount()
  readonly rank!: number;

  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

  @IsNested(() => QueuedTractor)
  readonly tractor!: QueuedTractor;

  @IsOneOf(ON_HAND_STAGES)
  readonly stage!: string;

  @IsInstant()
  readonly arrivedAt!: string;

  /** Orders the queue: the arrival, what the truck brought from another gate, or the deadline of a call that it missed. */
  @IsInstant()
  readonly queuedSince!: string;

  @IsInstant()
  readonly recordedAt!: string;

  @IsCount()
  readonly waitedMinutes!: number;

  @IsOneOf(CARGO_CLASSES)
  readonly cargoClass!: string;

  /** By the order of calls in force; absent without one. */
  @MayBeAbsent()
  @IsAnyText()
  readonly class?: string;

  @IsOneOf(BODY_TYPES)
  readonly bodyType!: string;

  @IsFlag()
  readonly held!: boolean;

  @MayBeAbsent()
  @IsInstant()
  readonly callDeadline?: string;

  @IsFlag()
  readonly callMissed!: boolean;

  @IsFlag()
  readonly reportedLate!: boolean;

  @IsDescribedBy(MISSING_STEPS)
  readonly missing!: readonly string[];

  @IsNextSteps()
  readonly next!: readonly NextStep[];

  /** Its record was changed from outside: it stays as it was before, and nothing comes next. */
  @MayBeAbsent()
  @IsFlag()
  readonly damaged?: true;
}

const COLUMNS: Columns<QueueRow> = {
  rank: ({ rank }) => rank,
  tractor: ({ tractor }) => tractor.plate,
  stage: ({ stage }) => stage,
  held: ({ held }) => held,
  arrivedAt: time(({ arrivedAt }) => arrivedAt),
  queuedSince: time(({ queuedSince }) => queuedSince),
  waitedMinutes: ({ waitedMinutes }) => waitedMinutes,
  callDeadline: time(({ callDeadline }) => callDeadline),
  callMissed: ({ callMissed }) => callMissed,
  missing: ({ missing }) => missing.join(' '),
  cargoClass: ({ cargoClass }) => cargoClass,
  class: ({ class: name }) => name,
  bodyType: ({ bodyType }) => bodyType,
  reportedLate: ({ reportedLate }) => reportedLate,
  recordedAt: time(({ recordedAt }) => recordedAt),
  gate: ({ gate }) => gate,
  visitId: ({ visitId }) => visitId,
  damaged: ({ damaged = false }) => damaged,
};

export class GetGateQueueQuery extends Query<Table<QueueRow>> {
  constructor(
    readonly gate: string,
    readonly parameters: Parameters<typeof queueParameters>,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetGateQueueQuery)
export class GetGateQueueHandler {
  execute({ gate, parameters, caller }: GetGateQueueQuery): Promise<Table<QueueRow>> {
    const { after, limit, cursor, at: _at, stage: stages, ...others } = parameters;
    const filter = stated({ ...others, stages });
    const listing = {
      after,
      views: ['gate-queue', 'border-gates'],
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part) => {
        const { source, ...asked } = gatesAsked(db, gate, parameters, caller);
        return gateQueuePage(db, { ...asked, ...part, filter }, source);
      },
    };
    const zone = (db: DatabaseSync) => sharedZone(db, gatesAsked(db, gate, parameters, caller).gates);
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `queue-${gate}`, zone }));
  }
}
