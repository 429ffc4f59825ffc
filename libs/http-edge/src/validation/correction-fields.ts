import { Refusal } from '../problem/refusal';
import type { BodyValidator } from './body-validator';
import { IsAnyObject, IsInstant, IsOneOf, IsUuid, MayBeAbsent } from './fields';
import type { JsonSchema } from './fields';

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

/** What is stored of `corrected`. */
export const CORRECTED_DATA: Readonly<Record<string, JsonSchema>> = {
  corrected: {
    type: 'object',
    description: 'the whole new data of what is corrected, and when it happened',
    properties: { at: { type: 'string', format: 'date-time' }, data: { type: 'object' } },
    required: ['at', 'data'],
  },
};

/** The corrected body, checked by the shape of what it corrects. @throws Refusal with pointers into `corrected`. */
export function withinCorrected<T extends object>(validate: BodyValidator<T>, corrected: object): T {
  return withinField('corrected', validate, corrected);
}

/** An object within a body, checked by a shape that the body alone decides. @throws Refusal with pointers into the field. */
export function withinField<T extends object>(name: string, validate: BodyValidator<T>, value: object): T {
  try {
    return validate(value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const errors = (error.extra.errors ?? []).map((one) => ({ ...one, pointer: `/${name}${one.pointer}` }));
    throw new Refusal(error.code, error.detail, { ...error.extra, errors });
  }
}
