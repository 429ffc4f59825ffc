import { field, FieldRule, IsTextAsRead } from '#libs/http-edge';
import type { JsonSchema } from '#libs/http-edge';
import { readContainerNumber } from '#libs/truck-flow';

const PLATE: JsonSchema = {
  description:
    'As it was read, at most 64 characters; white space (the line feed of a two-line plate included), dashes, dots, ' +
    'bullets and invisible characters do not count, full-width forms are taken. 1 to 16 of 0-9, A-Z, Đ, one leading ' +
    'Chinese province character, trailing 挂 学 警 港 澳 领 使 临; any other text is 400 PLATE_UNREADABLE',
  examples: ['12C-045.67'],
};

/** A plate as it was read, any text at all: the domain makes one spelling of it or refuses it (`readPlate`). */
export const IsPlateText = (): PropertyDecorator => IsTextAsRead(PLATE);

/** Longest container number that is kept, letters and digits. */
export const LONGEST_CONTAINER_NUMBER = 20;

const CONTAINER_NUMBER: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 64,
  description:
    'As it was read; 1 to 20 letters and digits, in either case, full-width forms included. Nothing else counts: ' +
    'white space, dashes, dots, brackets or a slash round the check digit',
  examples: ['CSQU3054383', 'CSQU 305438/3'],
};

/** A container number as it was read: the domain makes one spelling of it (`readContainerNumber`). */
export const IsContainerNumberText = (): PropertyDecorator =>
  field({
    name: 'isContainerNumberText',
    rule: new FieldRule(CONTAINER_NUMBER, 'TEXT_INVALID', false),
    check: (value) => typeof value === 'string' && isContainerNumber(readContainerNumber(value)),
    must: `must hold 1 to ${LONGEST_CONTAINER_NUMBER} letters and digits`,
  });

/** Of a number in its one spelling. */
export function isContainerNumber(number: string): boolean {
  const { length } = Array.from(number);
  return length >= 1 && length <= LONGEST_CONTAINER_NUMBER;
}
