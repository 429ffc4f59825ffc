import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  DOMESTIC,
  HANDED_OVER,
  OBSERVED,
  at,
  corrected,
  past,
  visitAfter,
} from '../../testing/visit-story';
import type { TruckVisitEvent } from './events';
import { goodsOf, onHand, queued, stageOf } from './state';

describe('the stage of a visit', () => {
  it.each([
    ['ARRIVED', ARRIVED],
    ['CUSTOMS_CLEARED', CLEARED],
    ['DISINFECTED', DISINFECTED],
    ['CALLED_FORWARD', CALLED],
    ['HANDED_OVER', HANDED_OVER],
    ['CROSSED', CROSSED],
    ['DELIVERED', [...CROSSED, past('delivery', '11:00')]],
    ['RETURNED', [...CROSSED, past('return', '11:00')]],
    ['TURNED_BACK', [...HANDED_OVER, past('turn-back', '08:50')]],
    ['DIVERTED', [...ARRIVED, past('diversion', '08:50')]],
    ['CANCELLED', [...ARRIVED, past('cancellation', '08:50')]],
    ['VOIDED', [...CLEARED, corrected(0)]],
  ] as const)('is %s', (stage, story) => {
    expect(stageOf(visitAfter(...story))).toBe(stage);
  });

  it('is the furthest that was reached, whatever was skipped', () => {
    expect(stageOf(visitAfter(...ARRIVED, past('disinfection', '07:00', { targets: ['CARGO'] })))).toBe(
      'DISINFECTED',
    );
    expect(
      stageOf(visitAfter(...CLEARED, past('call-forward', '07:20'), past('disinfection', '07:30'))),
    ).toBe('CALLED_FORWARD');
    expect(stageOf(visitAfter(...CROSSED, past('return', '11:00'), past('delivery', '10:00')))).toBe(
      'RETURNED',
    );
  });

  it('does not go further by a yard, a hold, a transfer or a change of vehicle', () => {
    const inner = [
      past('yard-entry', '08:00'),
      past('hold', '08:01'),
      past('transload', '08:02'),
      past('vehicle-change', '08:03'),
    ];
    expect(stageOf(visitAfter(...DISINFECTED, ...inner))).toBe('DISINFECTED');
  });

  it('goes back when the step that reached it did not occur', () => {
    expect(stageOf(visitAfter(...HANDED_OVER, corrected(4)))).toBe('CALLED_FORWARD');
  });
});

describe('delivery and return', () => {
  it.each(['delivery', 'return'] as const)('bring a visit no further without a crossing (%s)', (step) => {
    const seen = past(step, '11:00', OBSERVED);
    expect(stageOf(visitAfter(...HANDED_OVER, seen))).toBe('HANDED_OVER');
    expect(onHand(visitAfter(...HANDED_OVER, seen))).toBe(true);
    expect(stageOf(visitAfter(...CROSSED, seen, corrected(5)))).toBe('HANDED_OVER');
  });
});

describe('a step that corrections have left twice', () => {
  it.each([
    ['customs', 'customs-clearance'],
    ['cabin', 'disinfection'],
    ['handover', 'handover'],
    ['delivery', 'delivery'],
    ['returned', 'return'],
    ['crossing', 'crossing'],
    ['ending', 'turn-back'],
  ] as const)('counts as of the first time: %s', (fact, step) => {
    const visit = visitAfter(...ARRIVED, past(step, '09:00'), past(step, '08:00'));
    expect(visit[fact]?.at).toBe(at('08:00'));
  });
});

describe('a truck on hand', () => {
  it('is one that arrived and has neither crossed nor been turned away', () => {
    expect(onHand(visitAfter())).toBe(false);
    expect(onHand(visitAfter(...ARRIVED))).toBe(true);
    expect(onHand(visitAfter(...HANDED_OVER))).toBe(true);
    expect(onHand(visitAfter(...CROSSED))).toBe(false);
    expect(onHand(visitAfter(...CLEARED, corrected(0)))).toBe(false);
  });

  it.each(['turn-back', 'diversion', 'cancellation'] as const)('is none after its %s', (ending) => {
    expect(onHand(visitAfter(...ARRIVED, past(ending, '07:00')))).toBe(false);
  });

  it('is none after a transfer and the crossing of the goods', () => {
    const lifted = [...DISINFECTED, past('container-lift', '08:30')];
    expect(onHand(visitAfter(...lifted))).toBe(true);
    expect(onHand(visitAfter(...lifted, past('crossing', '09:00')))).toBe(false);
  });

  it('is on hand again when its crossing did not occur', () => {
    expect(onHand(visitAfter(...CROSSED, corrected(5)))).toBe(true);
  });
});

describe('the queue', () => {
  it('holds a truck until its handover or transfer, also while it is held', () => {
    expect(queued(visitAfter(...CALLED))).toBe(true);
    expect(queued(visitAfter(...CALLED, past('hold', '08:10')))).toBe(true);
    expect(queued(visitAfter(...HANDED_OVER))).toBe(false);
    expect(queued(visitAfter(...CALLED, past('transload', '08:30', { toVehicle: DOMESTIC })))).toBe(false);
  });

  it('holds no truck that is not on hand', () => {
    expect(queued(visitAfter(...CALLED, past('turn-back', '08:30')))).toBe(false);
    expect(queued(visitAfter())).toBe(false);
  });
});

describe('a visit ends once', () => {
  it('by the first of a crossing and an ending that a correction has left side by side', () => {
    const revived = corrected(5, 'turn-back', '09:30');
    const both = visitAfter(...HANDED_OVER, past('turn-back', '09:30'), past('crossing', '09:00'), revived);
    expect(stageOf(both)).toBe('CROSSED');
    expect(both.ending).toBeUndefined();
    const earlier = visitAfter(...HANDED_OVER, past('turn-back', '08:45'), past('crossing', '09:00'));
    expect(stageOf(earlier)).toBe('TURNED_BACK');
    expect(earlier.crossing).toBeUndefined();
  });
});

describe('the yard a truck stands in', () => {
  const yard = (...events: readonly TruckVisitEvent[]) => {
    const there = visitAfter(...events).yard;
    return there && { yard: there.yard, since: there.since.at, spot: there.spot };
  };
  const inYard = past('arrival', '06:40', { place: 'TAN_THANH_YARD', yardOfPlace: 'TAN_THANH_YARD' });

  it('is the place of its arrival when that is a yard', () => {
    expect(yard(inYard)).toEqual({ yard: 'TAN_THANH_YARD', since: at('06:40'), spot: undefined });
    expect(yard(past('arrival', '06:40', { place: 'by the road' }))).toBeUndefined();
  });

  it('is the one it entered last', () => {
    const entered = past('yard-entry', '07:00', { yard: 'HUU_NGHI_YARD', spot: 'B-4' });
    expect(yard(inYard, entered)).toEqual({ yard: 'HUU_NGHI_YARD', since: at('07:00'), spot: 'B-4' });
  });

  it('keeps its beginning when the truck only takes another spot', () => {
    expect(yard(inYard, past('yard-entry', '07:00', { spot: 'B-5' }))).toEqual({
      yard: 'TAN_THANH_YARD',
      since: at('06:40'),
      spot: 'B-5',
    });
  });

  it('is left by its exit, not by that of another yard', () => {
    expect(yard(inYard, past('yard-exit', '07:00'))).toBeUndefined();
    expect(yard(inYard, past('yard-exit', '07:00', { yard: 'HUU_NGHI_YARD' }))?.yard).toBe('TAN_THANH_YARD');
  });

  it.each(['crossing', 'turn-back', 'diversion', 'cancellation'] as const)('is left by a %s', (end) => {
    expect(yard(inYard, past(end, '09:00'))).toBeUndefined();
  });

  it('is entered by nobody who has gone', () => {
    expect(yard(inYard, past('crossing', '09:00'), past('yard-entry', '09:30'))).toBeUndefined();
  });

  it('is no longer one when the visit is voided', () => {
    expect(yard(inYard, past('yard-entry', '07:00'), corrected(0))).toBeUndefined();
  });
});

describe('the holds of a visit', () => {
  const causes = (...events: readonly TruckVisitEvent[]) =>
    visitAfter(...events).openHolds.map(({ data, at: since }) => [data.cause, since]);

  it('are open until each is lifted by its cause', () => {
    const held = [...ARRIVED, past('hold', '07:00'), past('hold', '07:10', { cause: 'PAPERS' })];
    expect(causes(...held)).toEqual([
      ['INSPECTION', at('07:00')],
      ['PAPERS', at('07:10')],
    ]);
    expect(causes(...held, past('hold-lift', '08:00'))).toEqual([['PAPERS', at('07:10')]]);
  });

  it('of one cause are one, since the first', () => {
    expect(causes(...ARRIVED, past('hold', '07:00'), past('hold', '07:10'))).toEqual([
      ['INSPECTION', at('07:00')],
    ]);
  });
});

describe('the goods of a visit', () => {
  it('are the cargo classes and commodities of its consignments', () => {
    const consignments = [
      { consignmentId: 'c-1', cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT' },
      { consignmentId: 'c-2', cargoClass: 'DRY' },
    ];
    expect(goodsOf(visitAfter(past('arrival', '06:40', { consignments })))).toEqual([
      'FRESH_PRODUCE',
      'JACKFRUIT',
      'DRY',
    ]);
    expect(goodsOf(visitAfter())).toEqual([]);
  });
});
