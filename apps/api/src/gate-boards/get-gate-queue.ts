import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { gateQueuePage } from '#libs/read-models';
import type { QueueRow } from '#libs/read-models';
import type { Caller } from '../http/context/context-decorators';
import { after, at, cursor, limit } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { Table } from '../http/queries/table';
import type { Columns } from '../http/queries/table';
import { IsCount, IsDescribedBy } from '../http/validation/answer-fields';
import { IsFlag, IsInstant, IsNested, IsOneOf, IsText, IsUuid, MayBeAbsent } from '../http/validation/fields';
import { MISSING_STEPS } from '../truck-visits/missing-steps';
import { BODY_TYPES, CARGO_CLASSES, ON_HAND_STAGES } from './answer-codes';
import { gateInReach } from './gate-in-reach';

export const queueParameters = { at, after, limit, cursor };

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

  @IsNested(() => QueuedTractor)
  readonly tractor!: QueuedTractor;

  @IsOneOf(ON_HAND_STAGES)
  readonly stage!: string;

  @IsInstant()
  readonly arrivedAt!: string;

  @IsInstant()
  readonly recordedAt!: string;

  @IsCount()
  readonly waitedMinutes!: number;

  @IsOneOf(CARGO_CLASSES)
  readonly cargoClass!: string;

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
}

const COLUMNS: Columns<QueueRow> = {
  rank: ({ rank }) => rank,
  visitId: ({ visitId }) => visitId,
  tractor: ({ tractor }) => tractor.plate,
  stage: ({ stage }) => stage,
  arrivedAt: ({ arrivedAt }) => arrivedAt,
  recordedAt: ({ recordedAt }) => recordedAt,
  waitedMinutes: ({ waitedMinutes }) => waitedMinutes,
  cargoClass: ({ cargoClass }) => cargoClass,
  bodyType: ({ bodyType }) => bodyType,
  held: ({ held }) => held,
  callDeadline: ({ callDeadline }) => callDeadline,
  callMissed: ({ callMissed }) => callMissed,
  reportedLate: ({ reportedLate }) => reportedLate,
  missing: ({ missing }) => missing.join(' '),
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
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  async execute({ gate, parameters, caller }: GetGateQueueQuery): Promise<Table<QueueRow>> {
    const page = await this.reading.read(parameters.after, ['gate-queue', 'border-gates'], (db) => {
      const { source, at } = gateInReach(db, gate, parameters, caller);
      const { limit, cursor } = parameters;
      return gateQueuePage(db, { gate, at, limit, ...(cursor === undefined ? {} : { cursor }) }, source);
    });
    return new Table(page, COLUMNS, `queue-${gate}`);
  }
}
