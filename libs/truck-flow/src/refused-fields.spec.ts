import { effective } from '#libs/event-sourcing';
import { ARRIVED, body, correction, logOf } from '../testing/visit-story';
import { readAct } from './border-gate/acts';
import type { ActName } from './border-gate/acts';
import { BODY } from './border-gate/border-gate.fixture';
import { REJECTIONS, Rejection } from './rejection';
import type { RejectionCode } from './rejection';
import { policySet } from './policy-set/decide';
import { publishing } from './policy-set/policy.fixture';
import { tariffDecider } from './tariff/decide';
import { DECISION_2515 } from './tariff/tariff.fixture';
import { truckVisit } from './truck-visit/decide';
import { readStep } from './truck-visit/step-data';
import type { StepName } from './truck-visit/steps';
import { yard } from './yard/decide';

/* a refused body is told which of its fields was refused. Every code of class MALFORMED has its row here. */

const step = (name: StepName, changed: object) => () => readStep(name, body(name, '06:40', changed));

const act = (name: ActName, changed: object) => () => readAct(name, { ...BODY[name], ...changed });

const capacity = { min: 900, max: 10 };
const changed = {
  kind: 'capacity',
  at: '2021-12-01T08:00:00+07:00',
  data: { capacity, tenure: 'PERMANENT' },
};

const recorded = logOf(ARRIVED);
const history = { recorded, effective: effective(recorded, truckVisit.order) };
const correct = (more: object) => () => truckVisit.decide(correction(0, more), history);
const anew = (fields: object) =>
  correct({ reason: 'INCORRECT_DATA', corrected: body('arrival', '06:40', fields) });

const policy = (classes: object[]) => () =>
  policySet.decide(
    publishing({ kind: 'QUEUE_ORDER', values: { classes, window: 1, requires: [] } as never }),
    { recorded: [], effective: [] },
  );
const [FRUIT, REST] = [
  { class: 'FRUIT', weight: 3, when: { cargoClass: ['FRESH_PRODUCE'] } },
  { class: 'REST', weight: 1 },
];

const tariffFrom = (fromDayNight: number) => () => {
  const data = { ...DECISION_2515, tiers: [{ fromDayNight, payPercent: 80 }] };
  return tariffDecider.decide(
    { kind: 'publish', at: '2021-12-25T00:00:00+07:00', data },
    { recorded: [], effective: [] },
  );
};

const GOOD = { plate: '12R-003.21' };
const BAD = { plate: '12R/003.21' };

const ROWS: readonly [RejectionCode, string, () => unknown][] = [
  ['PLATE_UNREADABLE', '/tractor/plate', step('arrival', { tractor: BAD, trailer: GOOD })],
  ['PLATE_UNREADABLE', '/trailer/plate', step('arrival', { trailer: BAD })],
  ['PLATE_UNREADABLE', '/toTractor/plate', step('container-cut', { toTractor: BAD })],
  ['PLATE_UNREADABLE', '/toVehicle/plate', step('transload', { toVehicle: BAD })],
  ['PLATE_UNREADABLE', '/corrected/trailer/plate', anew({ trailer: BAD })],
  ['CONTAINERS_DISAGREE', '/container', step('arrival', { containers: [{ number: 'MSKU6011672' }] })],
  ['DIRECTION_NOT_SUPPORTED', '/direction', step('arrival', { direction: 'IMPORT' })],
  ['DIRECTION_NOT_SUPPORTED', '/corrected/direction', anew({ direction: 'IMPORT' })],
  ['OBSERVATION_MISSING', '/observation', step('crossing', { observed: true })],
  ['OBSERVATION_NOT_ALLOWED', '/observation', step('crossing', { observation: 'seen' })],
  ['OBSERVATION_NOT_ALLOWED', '/observed', step('goods-receipt', { observed: true, observation: 'seen' })],
  ['CORRECTED_BODY_MISSING', '/corrected', correct({ reason: 'INCORRECT_DATA' })],
  ['CORRECTED_BODY_UNEXPECTED', '/corrected', correct({ corrected: body('arrival', '06:40') })],
  ['EFFECTIVE_RANGE_EMPTY', '/until', act('suspension', { until: BODY.suspension.at })],
  ['RANGE_REVERSED', '/expectedRate', act('resumption', { expectedRate: capacity })],
  ['RANGE_REVERSED', '/trucksPerDay', act('clearance-rate', { trucksPerDay: capacity })],
  ['POLICY_VALUES_INVALID', '/values/classes/0/when', policy([FRUIT])],
  ['POLICY_VALUES_INVALID', '/values/classes/0/when', policy([REST, FRUIT])],
  ['POLICY_VALUES_INVALID', '/values/classes/1/class', policy([FRUIT, { ...REST, class: 'FRUIT' }])],
  ['TIERS_NOT_CONTIGUOUS', '/tiers/0/fromDayNight', tariffFrom(2)],
  ['RANGE_REVERSED', '/capacity', () => yard.decide(changed as never, { recorded: [], effective: [] })],
];

it.each(ROWS)('%s names %s', (code, pointer, refused) => {
  expect(refused).toThrow(expect.objectContaining({ code, pointer }) as Error);
});

it('every refusal of a body has a row', () => {
  const malformed = Object.entries(REJECTIONS).flatMap(([code, of]) => (of === 'MALFORMED' ? [code] : []));
  expect([...new Set(ROWS.map(([code]) => code))].sort()).toEqual(malformed.sort());
});

it('a refusal that is about no field names none, wherever the body stands', () => {
  expect(new Rejection('LANE_UNKNOWN', 'no such lane').within('/corrected').pointer).toBeUndefined();
});
