import { IsCode, IsListOf, IsNested, IsOneOf, IsUuid, MayBeAbsent } from '#libs/http-edge';
import { ConsignmentFields } from './record-arrival';
import { ContainerRef, PlatedVehicle, StepFields } from './step-fields';

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

  @IsListOf(() => ConsignmentFields, 1, 50)
  readonly consignments!: ConsignmentFields[];
}
