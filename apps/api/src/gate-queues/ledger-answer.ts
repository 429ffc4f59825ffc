/* Response classes of the ledger of a gate. */

import {
  ACTOR,
  AsOf,
  COUNT,
  IsAnyObject,
  IsAnyText,
  IsCode,
  IsDescribedBy,
  IsFlag,
  IsInstant,
  IsListOf,
  IsListWith,
  IsNested,
  IsOneOf,
  IsPosition,
  IsText,
  IsTextOrNull,
  IsUuid,
  INSTANT,
  listOf,
  MayBeAbsent,
  objectOf,
  orNull,
  TEXT,
} from '#libs/http-edge';
import type { JsonSchema } from '#libs/http-edge';

const MANY = 1_000_000;

const GOODS = objectOf({ cargoClass: TEXT, commodity: TEXT, tradeForm: TEXT }, ['commodity', 'tradeForm']);
const TRUCK: JsonSchema = {
  ...objectOf({ bodyType: TEXT, carrier: TEXT, consignments: listOf(GOODS) }, ['carrier']),
  description: 'What decides its class',
};
const ROUND: JsonSchema = {
  ...orNull(objectOf({ place: COUNT, called: listOf(COUNT), calledAhead: listOf(COUNT) })),
  description:
    'Where the round was when the ledger begins; null where no order had been in force before that',
};

/** One recorded event as evidence, as it was recorded. */
export class SealedEventAnswer {
  @IsAnyText()
  readonly stream!: string;

  @IsPosition()
  readonly revision!: string;

  @IsPosition()
  readonly position!: string;

  @IsAnyText()
  readonly type!: string;

  @IsUuid()
  readonly eventId!: string;

  @IsInstant()
  readonly eventTime!: string;

  @IsInstant()
  readonly recordTime!: string;

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

  @IsAnyObject()
  readonly data!: object;

  /** The text whose SHA-256 is `hash` (docs/audit-trail-proof.md). */
  @IsAnyText()
  readonly sealedText!: string;
}

/** A policy, an act of an override, or a call; of a call also the place that the truck had. */
export class LedgerEntryAnswer extends SealedEventAnswer {
  @IsOneOf(['POLICY', 'OVERRIDE', 'CALL'])
  readonly kind!: string;

  /** The event time that counts, also after a correction. */
  @IsInstant()
  readonly at!: string;

  @MayBeAbsent()
  @IsUuid()
  readonly visitId?: string;

  @MayBeAbsent()
  @IsInstant()
  readonly queuedSince?: string;

  @MayBeAbsent()
  @IsDescribedBy(TRUCK)
  readonly truck?: object;

  @IsListOf(() => SealedEventAnswer, 0, MANY)
  readonly corrections!: readonly SealedEventAnswer[];
}

/** A stretch of time in which a truck could have been called, but for its customs clearance. */
export class LedgerStretchAnswer {
  @IsUuid()
  readonly visitId!: string;

  @IsInstant()
  readonly queuedSince!: string;

  @IsInstant()
  readonly from!: string;

  /** Exclusive; null while it lasts. */
  @IsDescribedBy(orNull(INSTANT))
  readonly until!: string | null;

  @IsFlag()
  readonly cleared!: boolean;

  /** Log position of the last report that it comes from. */
  @IsPosition()
  readonly known!: string;

  @IsDescribedBy(TRUCK)
  readonly truck!: object;
}

export class LedgerAnswer {
  @IsCode()
  readonly gate!: string;

  /** When the ledger begins. */
  @IsInstant()
  readonly from!: string;

  @IsDescribedBy(ROUND)
  readonly round!: object | null;

  @IsListOf(() => LedgerEntryAnswer, 0, MANY)
  readonly items!: readonly LedgerEntryAnswer[];

  /** Who could have been called while these calls were made. */
  @IsListOf(() => LedgerStretchAnswer, 0, MANY)
  readonly line!: readonly LedgerStretchAnswer[];

  /** Streams that were changed from outside: their events are left out. */
  @IsListWith(IsText(200, 1, { each: true }), 0, MANY)
  readonly damaged!: readonly string[];

  @IsTextOrNull()
  readonly nextCursor!: string | null;

  @IsNested(() => AsOf)
  readonly asOf!: AsOf;
}
