/* Answer of border gates: a gate as of an event time, with its status and lanes. */
import {
  ACTOR,
  AsOf,
  COUNT,
  INSTANT,
  IsCode,
  IsDescribedBy,
  IsInstant,
  IsListOf,
  IsNested,
  IsOneOf,
  IsText,
  listOf,
  objectOf,
  orNull,
  RANGE,
  TEXT,
} from '#libs/http-edge';
import type { GateStatus, HandoverMode } from '#libs/truck-flow';
import { GATE_STATUSES } from '../gate-boards/answer-codes';
import { HANDOVER_MODES } from '../truck-visits/handover-modes';
import { GatePairFields, LocalizedNameFields, OpeningHoursFields, ORDERING_SIDES } from './gate-fields';
import { LANE_KINDS } from './lane-fields';

const ORDER = objectOf(
  {
    eventId: TEXT,
    actor: ACTOR,
    orderedBy: { enum: ORDERING_SIDES },
    reason: TEXT,
    legalBasis: TEXT,
    lane: TEXT,
    commodityScope: listOf(TEXT),
    until: INSTANT,
  },
  // Companies are told what was ordered, and not by whom.
  ['actor', 'orderedBy', 'reason', 'legalBasis', 'lane', 'commodityScope', 'until'],
);

const LANE = objectOf(
  {
    lane: TEXT,
    kind: { enum: LANE_KINDS },
    boundaryMarkers: TEXT,
    targetPerDay: COUNT,
    open: { type: 'boolean' },
    status: { enum: GATE_STATUSES },
    expectedRate: RANGE,
  },
  ['boundaryMarkers', 'targetPerDay', 'expectedRate'],
);

const UPCOMING = objectOf({
  eventId: TEXT,
  type: TEXT,
  effectiveFrom: INSTANT,
  orderedAt: INSTANT,
  data: { type: 'object' },
});

/** A gate as of an event time; `by` is null while its status was never changed. */
export class BorderGateRow extends GatePairFields {
  @IsCode()
  readonly gate!: string;

  @IsNested(() => LocalizedNameFields)
  readonly name!: LocalizedNameFields;

  @IsText(64)
  readonly timeZone!: string;

  @IsOneOf(GATE_STATUSES)
  readonly status!: GateStatus;

  @IsInstant()
  readonly since!: string;

  @IsDescribedBy(orNull(ORDER))
  readonly by!: object | null;

  @IsDescribedBy(listOf(LANE))
  readonly lanes!: readonly object[];

  @IsListOf(() => OpeningHoursFields, 0, 100)
  readonly hours!: readonly OpeningHoursFields[];

  @IsOneOf(HANDOVER_MODES)
  readonly handoverMode!: HandoverMode;

  @IsDescribedBy(orNull(objectOf({ trucksPerDay: RANGE, since: INSTANT })))
  readonly clearanceRate!: object | null;

  /** Acts that are ordered and not yet in force. */
  @IsDescribedBy(listOf(UPCOMING))
  readonly upcoming!: readonly object[];
}

export class BorderGateAnswer extends BorderGateRow {
  @IsNested(() => AsOf)
  readonly asOf!: AsOf;
}
