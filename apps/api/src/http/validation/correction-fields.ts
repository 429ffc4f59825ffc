import { IsAnyObject, IsInstant, IsOneOf, IsUuid, MayBeAbsent } from './fields';

/** What a correction says, of a visit, gate or yard. `corrected`: the whole new body of what is corrected. */
export class CorrectionFields {
  @IsInstant()
  readonly at!: string;

  @IsUuid()
  readonly eventId!: string;

  @IsOneOf(['DID_NOT_OCCUR', 'INCORRECT_DATA'])
  readonly reason!: 'DID_NOT_OCCUR' | 'INCORRECT_DATA';

  @MayBeAbsent()
  @IsAnyObject()
  readonly corrected?: Readonly<Record<string, unknown>>;
}
