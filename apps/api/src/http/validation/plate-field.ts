import { field, FieldRule } from './fields';
import type { JsonSchema } from './fields';

const PLATE: JsonSchema = {
  type: 'string',
  description:
    'As it was read; spaces, dashes and dots do not count. 1 to 16 of 0-9, A-Z, Đ, one leading Chinese province ' +
    'character, trailing 挂 学 警 港 澳; any other text is 400 PLATE_UNREADABLE',
  examples: ['12C-045.67'],
};

/** A plate as it was read, any text at all: the domain makes one spelling of it or refuses it (`readPlate`). */
export const IsPlateText = (): PropertyDecorator =>
  field({
    name: 'isPlateText',
    rule: new FieldRule(PLATE, 'TEXT_INVALID', true),
    check: (value) => typeof value === 'string',
    must: 'must be a text',
  });
