/* Response classes of the audit trail. */

import {
  ACTOR,
  AsOf,
  IsAnyObject,
  IsAnyText,
  IsDescribedBy,
  IsFlag,
  IsInstant,
  IsListOf,
  IsNested,
  IsOneOf,
  IsPosition,
  IsTextOrNull,
  IsUuid,
  listOf,
  MayBeAbsent,
  objectOf,
  orNull,
  TEXT,
} from '#libs/http-edge';

const MAX_CORRECTIONS = 1_000_000;
/** Whose a consignment is: its owner's, or, without one, the gate's that it came to. */
const WHOSE = listOf({ anyOf: [objectOf({ owner: TEXT }), objectOf({ gate: TEXT })] });

/** One recorded event as evidence, as it was recorded. */
export class TrailEventAnswer {
  @IsUuid()
  readonly visitId!: string;

  @IsUuid()
  readonly eventId!: string;

  @IsAnyText()
  readonly type!: string;

  @IsInstant()
  readonly eventTime!: string;

  @IsInstant()
  readonly recordTime!: string;

  @IsAnyText()
  readonly place!: string;

  @IsDescribedBy(ACTOR)
  readonly actor!: object;

  @IsAnyText()
  readonly role!: string;

  @IsDescribedBy(orNull(objectOf({ id: TEXT, sequence: orNull(TEXT) })))
  readonly device!: object | null;

  @IsOneOf(['OPERATOR', 'DEVICE', 'CARRIER', 'OPPOSITE_SIDE', 'IMPORT'])
  readonly source!: string;

  @IsAnyText()
  readonly hash!: string;

  @IsTextOrNull()
  readonly previousHash!: string | null;

  @IsPosition()
  readonly revision!: string;

  @IsPosition()
  readonly position!: string;

  @IsAnyObject()
  readonly data!: object;

  @MayBeAbsent()
  @IsDescribedBy({
    type: ['string', 'null'],
    description:
      'Only with `proof`: the text whose SHA-256 is `hash`; null where it holds more than the caller may see, or the record was changed from outside',
  })
  readonly sealedText?: string | null;
}

/** An event with the corrections of it, in the order they were recorded. */
export class TrailEntryAnswer extends TrailEventAnswer {
  @IsListOf(() => TrailEventAnswer, 0, MAX_CORRECTIONS)
  readonly corrections!: readonly TrailEventAnswer[];

  /** Present when more than one consignment in sight has this id: those that the event is about. */
  @MayBeAbsent()
  @IsDescribedBy(WHOSE)
  readonly consignments?: readonly object[];

  /** The record that it is of was changed from outside; this was recorded before. */
  @MayBeAbsent()
  @IsFlag()
  readonly damaged?: true;
}

export class AuditTrailAnswer {
  @IsAnyText()
  readonly consignmentId!: string;

  /** Present when more than one consignment in sight has this id; `owner` or `gate` asks for one of them. */
  @MayBeAbsent()
  @IsDescribedBy(WHOSE)
  readonly consignments?: readonly object[];

  @IsListOf(() => TrailEntryAnswer, 0, 500)
  readonly items!: readonly TrailEntryAnswer[];

  @IsTextOrNull()
  readonly nextCursor!: string | null;

  @IsNested(() => AsOf)
  readonly asOf!: AsOf;
}
