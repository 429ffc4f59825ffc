import fc from 'fast-check';
import { Refusal } from '../problem/refusal';
import type { FieldError } from '../problem/refusal';
import { bodyValidator, compiled } from './body-validator';
import { validationErrors } from './explain';
import * as field from './fields';
import { componentSchemas, registerSchema } from './json-body';

class Plated {
  @field.IsTextAsRead({ examples: ['12C-045.67'] })
  readonly plate!: string;
}

class Goods {
  @field.IsText(20)
  readonly consignmentId!: string;

  @field.IsOneOf(['FRESH_PRODUCE', 'DRY'])
  readonly cargoClass!: string;

  @field.MayBeAbsent()
  @field.IsFlag()
  readonly buyerKnown?: boolean;
}

class Step {
  @field.IsInstant()
  readonly at!: string;
}

class Arrival extends Step {
  @field.MayBeAbsent()
  @field.IsUuid()
  readonly visitId?: string;

  @field.IsCode()
  readonly gate!: string;

  @field.IsNested(() => Plated)
  readonly tractor!: Plated;

  @field.MayBeAbsent()
  @field.IsNested(() => Plated)
  readonly trailer?: Plated;

  @field.MayBeAbsent()
  @field.IsNumberWithin(0, 100)
  readonly payloadTonnes?: number;

  @field.IsWholeNumber(0, 5)
  readonly axles!: number;

  @field.IsListWith(field.IsOneOf(['CABIN', 'CARGO'], { each: true }), 1, 2)
  readonly targets!: string[];

  @field.IsListOf(() => Goods, 1, 3)
  readonly consignments!: Goods[];
}

const GOOD = {
  at: '2021-12-15T06:40:00+07:00',
  visitId: '0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d',
  gate: 'TAN_THANH',
  tractor: { plate: '12C-045.67' },
  trailer: { plate: '12R-003.21' },
  payloadTonnes: 21.5,
  axles: 3,
  targets: ['CABIN'],
  consignments: [{ consignmentId: 'C-1', cargoClass: 'DRY', buyerKnown: false }],
};

const validate = bodyValidator(Arrival);

function errorsOf(body: unknown): readonly FieldError[] | undefined {
  try {
    validate(body);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.extra.errors ?? [];
  }
}

describe('body validation', () => {
  test('hands a good body over as it came', () => {
    expect(validate(GOOD)).toBe(GOOD);
  });

  test.each([
    [{ ...GOOD, gate: undefined }, '/gate', 'REQUIRED'],
    [{ ...GOOD, gate: 'tan thanh' }, '/gate', 'CODE_INVALID'],
    [{ ...GOOD, at: '2021-12-15T06:40:00' }, '/at', 'INSTANT_INVALID'],
    [{ ...GOOD, at: '2021-02-29T06:40:00Z' }, '/at', 'INSTANT_INVALID'],
    [{ ...GOOD, colour: 'red' }, '/colour', 'UNKNOWN_FIELD'],
    [{ ...GOOD, trailer: null }, '/trailer', 'NOT_AN_OBJECT'],
    [{ ...GOOD, tractor: { plate: 12 } }, '/tractor/plate', 'TEXT_INVALID'],
    [
      { ...GOOD, consignments: [{ consignmentId: 'x'.repeat(21), cargoClass: 'DRY' }] },
      '/consignments/0/consignmentId',
      'TEXT_INVALID',
    ],
    [{ ...GOOD, tractor: { plate: '12C', owner: 'x' } }, '/tractor/owner', 'UNKNOWN_FIELD'],
    [{ ...GOOD, consignments: [] }, '/consignments', 'LIST_TOO_SHORT'],
    [
      { ...GOOD, consignments: [GOOD.consignments[0], { consignmentId: 'C-2' }] },
      '/consignments/1/cargoClass',
      'REQUIRED',
    ],
    [{ ...GOOD, targets: ['CABIN', 'CABIN'] }, '/targets', 'LIST_REPEATS'],
    [{ ...GOOD, targets: ['ROOF'] }, '/targets', 'NOT_IN_LIST'],
    [{ ...GOOD, axles: 2.5 }, '/axles', 'NUMBER_INVALID'],
    [{ ...GOOD, toString: 'x' }, '/toString', 'UNKNOWN_FIELD'],
    [[GOOD], '', 'NOT_AN_OBJECT'],
  ])('refuses %#', (body, pointer, code) => {
    expect(errorsOf(body)).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  test.each(['', ' ', '12C\n', '12C\u202e' + 'x'.repeat(1000)])(
    'leaves the plate %j to the domain',
    (plate) => {
      expect(errorsOf({ ...GOOD, tractor: { plate } })).toBeUndefined();
    },
  );

  test('ajv and class-validator come to the same verdict over mutated bodies', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const body = structuredClone(GOOD) as Record<string, unknown>;
        for (const mutate of mutations) mutate(body);
        expect({ body, accepted: compiled(Arrival)(body) }).toEqual({
          body,
          accepted: validationErrors(Arrival, body).length === 0,
        });
      }),
      { numRuns: 4000 },
    );
  });

  test('the document shows the schema without its checks', () => {
    registerSchema(Arrival);
    const { Arrival: schema, Plated: plated } = componentSchemas();
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['at', 'axles', 'consignments', 'gate', 'targets', 'tractor'],
      properties: {
        at: { type: 'string', format: 'date-time' },
        tractor: { $ref: '#/components/schemas/Plated' },
        consignments: {
          type: 'array',
          minItems: 1,
          maxItems: 3,
          items: { $ref: '#/components/schemas/Goods' },
        },
      },
    });
    expect(plated).toEqual({
      type: 'object',
      additionalProperties: false,
      properties: {
        plate: { type: 'string', examples: ['12C-045.67'] },
      },
      required: ['plate'],
    });
  });
});

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    ' ',
    'TAN_THANH',
    '2021-12-15T06:40:00Z',
    0,
    -1,
    3,
    2.5,
    1e9,
    true,
  ),
  fc.constantFrom<unknown>([], [[]], [null], [1], ['CABIN'], ['CABIN', 'CARGO'], ['CABIN', 'CABIN'], {}, [
    {},
  ]),
  fc.constantFrom<unknown>({ plate: '12C' }, { plate: 1 }, [{ plate: '12C' }], GOOD.consignments, {
    length: 1,
  }),
  fc.constantFrom<unknown>(
    'Đ'.repeat(40),
    'Đ'.repeat(41),
    '🚚'.repeat(40),
    '🚚'.repeat(41),
    'a\u0007',
    '\u00a0',
  ),
);

/** Changes, removes or adds one field at the top or within a nested object. */
const mutation = fc
  .record({
    place: fc.constantFrom('', '', 'tractor', 'trailer', 'consignments'),
    field: fc.constantFrom(
      ...Object.keys(GOOD),
      'plate',
      'cargoClass',
      'consignmentId',
      'buyerKnown',
      'colour',
    ),
    value: odd,
    remove: fc.boolean(),
  })
  .map(({ place, field: name, value, remove }) => (body: Record<string, unknown>): void => {
    const nested =
      place === '' ? body : Array.isArray(body[place]) ? (body[place] as unknown[])[0] : body[place];
    if (typeof nested !== 'object' || nested === null) return;
    const target = nested as Record<string, unknown>;
    if (remove || value === undefined) Reflect.deleteProperty(target, name);
    else target[name] = structuredClone(value);
  });
