/* The shape of every body of the scenario, as the HTTP contract words it. */
import { isRecord } from './movement';
import type { Movement } from './movement';

type Check = (value: unknown) => boolean;

const matches =
  (form: RegExp): Check =>
  (value) =>
    typeof value === 'string' && form.test(value);
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(check);
const wholeWithin =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
const isFlag: Check = (value) => typeof value === 'boolean';

interface Shape {
  readonly required: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
}

const object =
  ({ required, optional = {} }: Shape): Check =>
  (value) =>
    isRecord(value) &&
    Object.entries(required).every(([field, check]) => check(value[field])) &&
    Object.entries(value).every(([field, given]) => (required[field] ?? optional[field])?.(given) ?? false);

const TIME = matches(/^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9](:[0-5][0-9]){2}\+07:00$/u);
const UUID_V5 = matches(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
const GATE = oneOf('HUU_NGHI', 'TAN_THANH', 'CHI_MA');
const CODE = matches(/^[A-Z0-9][A-Z0-9_-]{2,39}$/u);
const TEXT = matches(/^[ -~]{3,200}$/u);
const home = (series: string) => object({ required: { plate: matches(homePlate(series)) } });
const foreign = object({
  required: { plate: matches(/^[桂][A-HJ-NP-Z][0-9]{5}$/u), country: oneOf('CN') },
});

function homePlate(series: string): RegExp {
  return new RegExp(`^[1-9][0-9][${series}]-[0-9]{3}\\.[0-9]{2}$`, 'u');
}

const CONSIGNMENT: Shape = {
  required: {
    consignmentId: UUID_V5,
    cargoClass: oneOf('FRESH_PRODUCE', 'DRY', 'OTHER'),
    commodity: CODE,
    originProvince: matches(/^VN-(?:[0-9]{2}|HN)$/u),
    owner: CODE,
    tradeForm: oneOf('INFORMAL', 'FORMAL'),
    buyerKnown: isFlag,
  },
  optional: { contractRef: CODE },
};

const ARRIVAL: Shape = {
  required: {
    visitId: UUID_V5,
    gate: GATE,
    direction: oneOf('EXPORT'),
    place: oneOf('HUU_NGHI_YARD', 'TAN_THANH_YARD', 'CHI_MA_YARD'),
    at: TIME,
    tractor: home('CH'),
    bodyType: oneOf('HOT_BOX', 'REEFER_CONTAINER', 'DRY_CONTAINER', 'BOX', 'FLATBED', 'OTHER'),
    payloadTonnes: wholeWithin(5, 35),
    driver: CODE,
    carrier: CODE,
    consignments: listOf(object(CONSIGNMENT)),
  },
  optional: {
    trailer: home('R'),
    container: object({ required: { number: matches(/^[A-Z]{3}U[0-9]{7}$/u) } }),
  },
};

const LEAVING: Shape = { required: { at: TIME, reason: TEXT } };
const ONLY_TIME: Shape = { required: { at: TIME } };

const SHAPES: Readonly<Record<string, Shape>> = {
  'truck-visits': ARRIVAL,
  'truck-visits/customs-clearance': { required: { at: TIME, declarationNumber: matches(/^[0-9]{12}$/u) } },
  'truck-visits/call-forward': ONLY_TIME,
  'truck-visits/disinfection': {
    required: {
      at: TIME,
      targets: listOf(oneOf('CABIN', 'CARGO', 'PACKAGING', 'CONTAINER', 'VEHICLE')),
      procedureVersion: CODE,
    },
  },
  'truck-visits/handover': { required: { at: TIME, dedicatedDriver: CODE } },
  'truck-visits/transload': { required: { at: TIME, yard: oneOf('CHI_MA_YARD'), toVehicle: foreign } },
  'truck-visits/crossing': { required: { at: TIME, lane: oneOf('MAIN') } },
  'truck-visits/delivery': { required: { at: TIME, foreignYard: CODE } },
  'truck-visits/return': ONLY_TIME,
  'truck-visits/turn-back': LEAVING,
  'truck-visits/diversion': LEAVING,
  'border-gates/suspension': {
    required: { at: TIME, orderedBy: oneOf('HOME', 'FOREIGN'), reason: TEXT },
  },
  'border-gates/resumption': {
    required: {
      at: TIME,
      handoverMode: oneOf('FOREIGN_VEHICLE_PICKUP'),
      expectedRate: object({ required: { min: wholeWithin(5, 5), max: wholeWithin(10, 10) } }),
    },
  },
};

/** What is wrong with a movement's shape; undefined when nothing is. */
export function shapeFault(movement: Movement): string | undefined {
  const shape = SHAPES[movement.command];
  if (shape === undefined) return `${movement.key}: unknown command ${movement.command}`;
  if (!/^[!-~]{1,255}$/u.test(movement.key)) return `${movement.key}: not an idempotency key`;
  const onGate = movement.command.startsWith('border-gates/');
  if (!(onGate ? GATE : UUID_V5)(movement.subject)) return `${movement.key}: subject ${movement.subject}`;
  return object(shape)(movement.body)
    ? vehicleFault(movement)
    : `${movement.key}: ${JSON.stringify(movement.body)}`;
}

/** Body, trailer, container and cargo of an arrival fit together. */
function vehicleFault({ key, command, body }: Movement): string | undefined {
  if (command !== 'truck-visits') return undefined;
  const bodyType = String(body['bodyType']);
  const towed = `${body['trailer'] === undefined ? 'no' : 'a'} trailer, ${body['container'] === undefined ? 'no' : 'a'} container`;
  const expected = TOWED[bodyType] ?? 'no trailer, no container';
  if (towed !== expected) return `${key}: ${bodyType} with ${towed}`;
  const fruitBody = bodyType === 'HOT_BOX' || bodyType === 'REEFER_CONTAINER';
  const fruit = JSON.stringify(body['consignments']).includes('FRESH_PRODUCE');
  return fruit === fruitBody ? undefined : `${key}: the cargo does not fit ${bodyType}`;
}

const TOWED: Readonly<Record<string, string>> = {
  REEFER_CONTAINER: 'a trailer, a container',
  DRY_CONTAINER: 'a trailer, a container',
  FLATBED: 'a trailer, no container',
};
