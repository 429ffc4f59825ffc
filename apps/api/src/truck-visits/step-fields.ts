import {
  IsCountry,
  IsDescribedBy,
  IsFlag,
  IsIdentifier,
  IsInstant,
  IsListOf,
  IsText,
  IsUuid,
  MayBeAbsent,
} from '#libs/http-edge';
import { IsContainerNumberText, IsPlateText } from './plate-field';

/** Fields of every step. `at`: when it happened, with its offset. */
export class StepFields {
  @IsInstant()
  readonly at!: string;

  @MayBeAbsent()
  @IsIdentifier(100)
  readonly place?: string;
}

/** Fields of every step that may be reported as an observed fact. */
export class ObservableStepFields extends StepFields {
  @MayBeAbsent()
  @IsFlag()
  readonly observed?: boolean;

  @MayBeAbsent()
  @IsText(500)
  readonly observation?: string;
}

/** A vehicle named by its plate, spelled as it was read. */
export class PlatedVehicle {
  @IsPlateText()
  readonly plate!: string;
}

/** A container by its number; ISO 6346 is checked, but a wrong number is kept with a warning. */
export class ContainerRef {
  @IsContainerNumberText()
  readonly number!: string;
}

/** One container or two. The first is `container`, which may be named beside them or in their place. */
export const IsContainers = (): PropertyDecorator => IsListOf(() => ContainerRef, 1, 2);

/** Both containers, in what is sent out. */
export const AreBothContainers = (): PropertyDecorator => (target, field) => {
  IsListOf(() => ContainerRef, 2, 2)(target, field);
  IsDescribedBy({ description: 'Both containers, where there are two; the first is `container`' })(
    target,
    field,
  );
};

/** The vehicle that takes a trailer, a container or cargo over. */
export class ReceivingVehicleRef {
  @IsPlateText()
  readonly plate!: string;

  @IsCountry()
  readonly country!: string;

  @MayBeAbsent()
  @IsUuid()
  readonly visitId?: string;
}
