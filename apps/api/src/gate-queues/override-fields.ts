import { IsIdentifier, IsInstant, IsUuid, MayBeAbsent } from '#libs/http-edge';

/** Fields of what a second agency says to an override. */
export class OverrideAnswerFields {
  @IsInstant()
  readonly at!: string;

  @MayBeAbsent()
  @IsIdentifier(100)
  readonly place?: string;

  /** Id of the override. */
  @IsUuid()
  readonly override!: string;
}
