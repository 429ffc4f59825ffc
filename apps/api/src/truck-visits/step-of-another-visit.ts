import { IsCode, IsListOf, IsNested, IsOneOf, IsUuid, MayBeAbsent } from '#libs/http-edge';
import { STEPS } from '#libs/truck-flow';
import { arrival, ConsignmentFields } from './record-arrival';
import { ContainerRef, IsContainers, PlatedVehicle, StepFields } from './step-fields';
import { OWN_GATE, storedStep } from './stored-step';
import { transload } from './transload-cargo';

/* Steps that follow from a report of another visit. Nobody reports them; a sighting may be corrected. */

/** The truck stood at this gate, where this visit began, although the record had it on hand here. */
export class SightingBody extends StepFields {
  @IsCode()
  readonly gate!: string;

  @IsUuid()
  readonly visitId!: string;
}

/** Goods that came onto this visit's vehicle by a cut, lift or transload of another visit. */
export class GoodsReceiptBody extends StepFields {
  @IsCode()
  readonly gate!: string;

  @IsUuid()
  readonly fromVisitId!: string;

  @IsUuid()
  readonly eventId!: string;

  @IsOneOf(['CONTAINER_CUT', 'CONTAINER_LIFT', 'TRANSLOAD'])
  readonly transfer!: string;

  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly trailer?: PlatedVehicle;

  @MayBeAbsent()
  @IsNested(() => ContainerRef)
  readonly container?: ContainerRef;

  @MayBeAbsent()
  @IsContainers()
  readonly containers?: ContainerRef[];

  @IsListOf(() => ConsignmentFields, 1, 50)
  readonly consignments!: ConsignmentFields[];
}

/** What is stored of them, and the report of another visit that they follow from. */
export const FOLLOWING_STEPS = [
  { body: GoodsReceiptBody, slice: transload, stores: storedStep('goods-receipt') },
  {
    body: SightingBody,
    slice: arrival,
    stores: { type: STEPS['sighting-elsewhere'], adds: { ownGate: OWN_GATE } },
  },
];
