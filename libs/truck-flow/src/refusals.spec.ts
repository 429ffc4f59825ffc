import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  HANDED_OVER,
  act,
  body,
  corrected,
  correction,
  gateAfter,
  given,
  past,
  report,
  suspended,
} from '../testing/visit-story';
import type { TruckVisitCommand } from './truck-visit/decide';
import type { TruckVisitEvent } from './truck-visit/events';
import { readStep } from './truck-visit/step-data';
import { REJECTIONS, Rejection } from './rejection';
import type { RejectionCode } from './rejection';

/* Every refusal is real: each code of the list has a report that gets it, or is named as given elsewhere. */

type Case = readonly [story: readonly TruckVisitEvent[], command: TruckVisitCommand];

const mode = (name: string) => past('call-forward', '08:00', { mode: name });

const TWO = { containers: [{ number: 'CSQU3054383' }, { number: 'MSKU6011672' }] };

const BY_VISIT: Partial<Record<RejectionCode, Case>> = {
  BEFORE_ARRIVAL: [ARRIVED, report('hold', '06:00')],
  CUSTOMS_NOT_CLEARED: [ARRIVED, report('call-forward', '07:00')],
  CABIN_NOT_DISINFECTED: [CLEARED, report('handover', '08:00')],
  NOT_DISINFECTED: [CLEARED, report('transload', '08:00')],
  CONTAINER_NOT_CUT: [[...DISINFECTED, mode('CONTAINER_CUT')], report('crossing', '09:00')],
  CONTAINER_NOT_LIFTED: [[...DISINFECTED, mode('CONTAINER_LIFT')], report('crossing', '09:00')],
  CARGO_NOT_TRANSLOADED: [[...DISINFECTED, mode('TRANSLOAD')], report('crossing', '09:00')],
  GOODS_NOT_TRANSFERRED: [[...DISINFECTED, mode('FOREIGN_VEHICLE_PICKUP')], report('crossing', '09:00')],
  NOT_CALLED_FORWARD: [CLEARED, report('call-excuse', '08:00')],
  NOT_HANDED_OVER: [CALLED, report('crossing', '09:00')],
  NOT_CROSSED: [HANDED_OVER, report('delivery', '09:00')],
  NOT_IN_YARD: [ARRIVED, report('yard-exit', '07:00')],
  NOT_HELD: [ARRIVED, report('hold-lift', '07:00')],
  GATE_SUSPENDED: [CLEARED, report('call-forward', '08:00', {}, gateAfter(suspended('06:00')))],
  LANE_NOT_OPEN: [
    CLEARED,
    report(
      'call-forward',
      '08:00',
      {},
      gateAfter(...['MAIN', 'FRUIT'].map((lane) => act('borderGate.LaneClosed.v1', '06:00', { lane }))),
    ),
  ],
  VISIT_HELD: [[...CLEARED, past('hold', '07:20')], report('call-forward', '08:00')],
  CONTAINER_NOT_NAMED: [
    [past('arrival', '06:40', TWO), ...DISINFECTED.slice(1)],
    report('container-cut', '08:00'),
  ],
  HANDOVER_NOT_IN_MODE: [[...DISINFECTED, mode('FOREIGN_VEHICLE_PICKUP')], report('handover', '08:30')],
  HANDOVER_NEEDS_TRACTOR: [[...DISINFECTED, mode('CLOSED_LOOP_TRACTOR')], report('handover', '08:30')],
  ALREADY_ARRIVAL: [ARRIVED, report('arrival', '07:00', { carrier: 'company-2' })],
  ALREADY_CUSTOMS_CLEARANCE: [CLEARED, report('customs-clearance', '08:00', { declarationNumber: 'D-2' })],
  ALREADY_DISINFECTION: [DISINFECTED, report('disinfection', '08:00', { procedureVersion: '4' })],
  ALREADY_CALL_FORWARD: [CALLED, report('call-forward', '08:10', { mode: 'BORDER_LINE' })],
  ALREADY_HANDOVER: [HANDED_OVER, report('handover', '08:40', { dedicatedDriver: 'TAN_THANH-D08' })],
  ALREADY_CONTAINER_CUT: again('container-cut'),
  ALREADY_CONTAINER_LIFT: again('container-lift'),
  ALREADY_TRANSLOAD: again('transload'),
  ALREADY_CROSSING: [CROSSED, report('crossing', '09:00', { lane: 'MAIN' })],
  ALREADY_DELIVERY: again('delivery'),
  ALREADY_RETURN: again('return'),
  ALREADY_TURN_BACK: again('turn-back'),
  ALREADY_DIVERSION: again('diversion'),
  ALREADY_CANCELLATION: again('cancellation'),
  CONTAINER_ADDED: [ARRIVED, report('vehicle-change', '07:00', TWO)],
  TURN_NOT_TRANSFERABLE: [
    ARRIVED,
    report('vehicle-change', '09:00', {
      tractor: { plate: '12C-088.88' },
      container: { number: 'MSCU1234565' },
    }),
  ],
  HOLD_OF_OTHER_AGENCY: [
    [...ARRIVED, past('hold', '07:00')],
    { ...report('hold-lift', '08:00'), by: { sub: 'binh', roles: ['health-officer'] } },
  ],
  VISIT_ENDED: [CROSSED, report('turn-back', '10:00')],
  LANE_UNKNOWN: [HANDED_OVER, report('crossing', '09:00', { lane: 'NORTH' })],
  CORRECTION_OF_CORRECTION: [[...CLEARED, corrected(1)], correction(2)],
  CORRECTION_OF_RECEIPT: [[...CLEARED, past('goods-receipt', '08:00')], correction(2)],
  CORRECTION_NEEDS_MANAGER: [CLEARED, correction(1, { by: { sub: 'another', manager: false } })],
  CORRECTED_BODY_MISSING: [CLEARED, correction(1, { reason: 'INCORRECT_DATA' })],
  CORRECTED_BODY_UNEXPECTED: [CLEARED, correction(1, { corrected: body('arrival', '06:40') })],
  EVENT_NOT_FOUND: [CLEARED, correction(9)],
};

function again(step: Parameters<typeof past>[0]): Case {
  return [[...ARRIVED, past(step, '10:00')], report(step, '10:00', { place: 'elsewhere' })];
}

const BY_READING: Partial<Record<RejectionCode, object>> = {
  PLATE_UNREADABLE: { tractor: { plate: '?' } },
  CONTAINERS_DISAGREE: { containers: [{ number: 'MSKU6011672' }] },
  DIRECTION_NOT_SUPPORTED: { direction: 'IMPORT' },
  OBSERVATION_MISSING: { observed: true },
  OBSERVATION_NOT_ALLOWED: { observation: 'seen' },
  ASSET_NAMED_TWICE: { trailer: { plate: '12C-045.67' } },
};

/** Refusals of other streams' deciders, and of the edge, which alone sees several streams at once. */
const ELSEWHERE: readonly RejectionCode[] = [
  'CORRECTION_OF_REGISTRATION',
  'GATE_ALREADY_REGISTERED',
  'YARD_ALREADY_REGISTERED',
  'DRIVER_ALREADY_REGISTERED',
  'LEGAL_BASIS_ALREADY_REGISTERED',
  'LEGAL_BASIS_UNKNOWN',
  'LEGAL_BASIS_NOT_IN_FORCE',
  'POLICY_OVERLAPS',
  'POLICY_ALREADY_PUBLISHED',
  'POLICY_VALUES_INVALID',
  'POLICY_NOT_FOUND',
  'TARIFF_ALREADY_PUBLISHED',
  'TARIFF_OVERLAPS',
  'RECEIPT_ALREADY_USED',
  'FEE_LINE_UNKNOWN',
  'WAIVER_ABOVE_DUE',
  'TIERS_NOT_CONTIGUOUS',
  'EFFECTIVE_RANGE_EMPTY',
  'RANGE_REVERSED',
  'GATE_NOT_FOUND',
  'YARD_NOT_FOUND',
  'VISIT_NOT_FOUND',
  'CORRECTION_CHANGES_VISIT',
  'RECEIVER_NOT_ON_HAND',
  'TRANSFER_TO_ITSELF',
  'DRIVER_BUSY',
  'DRIVER_NOT_REGISTERED',
  'ASSET_HAS_LIVE_VISIT',
  'ASSET_CLAIMED_ELSEWHERE',
  'VEHICLE_OF_OTHER_VISIT',
  'CALL_OUT_OF_ORDER',
  'GATE_YARD_FULL',
  'OVERRIDE_NOT_CONFIRMED',
  'OVERRIDE_UNKNOWN',
  'OVERRIDE_NEEDS_OTHER_AGENCY',
];

describe('a refusal', () => {
  it.each(Object.entries(BY_VISIT))('%s is given by the visit', (code, [story, command]) => {
    given(...story)
      .when(command)
      .thenRejected(code);
  });

  it.each(Object.entries(BY_READING))('%s is given when the body is read', (code, changed) => {
    expect(() => readStep('arrival', body('arrival', '06:40', changed))).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });

  it('is on the list, and the list holds nothing else', () => {
    const reached = [...Object.keys(BY_VISIT), ...Object.keys(BY_READING), ...ELSEWHERE];
    expect(reached.sort()).toEqual(Object.keys(REJECTIONS).sort());
  });

  it('says its class, its code and what to tell further', () => {
    const rejection = new Rejection('ASSET_HAS_LIVE_VISIT', 'on hand elsewhere', { visitId: 'v-1' });
    expect(rejection).toMatchObject({
      name: 'Rejection',
      class: 'CLAIM',
      message: 'ASSET_HAS_LIVE_VISIT: on hand elsewhere',
      extra: { visitId: 'v-1' },
    });
    expect(new Rejection('NOT_HELD', 'no hold').extra).toEqual({});
  });
});

describe('the classes of refusal', () => {
  const ofClass = (name: string) =>
    Object.entries(REJECTIONS).flatMap(([code, refusal]) => (refusal === name ? [code] : []));

  it('that pass once what they wait for is recorded are these', () => {
    expect(ofClass('STATE')).toEqual([
      'GATE_SUSPENDED',
      'LANE_NOT_OPEN',
      'VISIT_HELD',
      'CONTAINER_NOT_NAMED',
      'HANDOVER_NOT_IN_MODE',
      'HANDOVER_NEEDS_TRACTOR',
      'RECEIVER_NOT_ON_HAND',
      'FEE_LINE_UNKNOWN',
      'WAIVER_ABOVE_DUE',
      'CALL_OUT_OF_ORDER',
      'GATE_YARD_FULL',
      'OVERRIDE_NOT_CONFIRMED',
    ]);
    expect(ofClass('CLAIM')).toEqual([
      'DRIVER_BUSY',
      'DRIVER_NOT_REGISTERED',
      'ASSET_HAS_LIVE_VISIT',
      'ASSET_CLAIMED_ELSEWHERE',
      'VEHICLE_OF_OTHER_VISIT',
    ]);
    expect(ofClass('ORDER')).toHaveLength(13);
  });
});
