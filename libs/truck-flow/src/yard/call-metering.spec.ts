import { CALLED, CLEARED, OBSERVED, at, given, past, recorded, report } from '../../testing/visit-story';
import type { Override } from '../gate-queue/state';
import type { RecordStep } from '../truck-visit/decide';
import { meteredYards } from './metering';

const YARD = 'TAN_THANH_YARD';
const yards = (target: number, present: number) => meteredYards([{ yard: YARD, target, present }], []);
const calling = (changed: object, more: Partial<RecordStep>): RecordStep => ({
  ...report('call-forward', '08:00', changed),
  ...more,
});

describe('a call against the target of a gate yard', () => {
  it('is recorded with the places that there were', () => {
    given(...CLEARED)
      .when(calling({}, { yards: yards(5, 3) }))
      .then([recorded('call-forward', '08:00', {}, { places: 2 })]);
  });

  it('is refused without a place', () => {
    given(...CLEARED)
      .when(calling({}, { yards: yards(5, 5) }))
      .thenRejected('GATE_YARD_FULL');
  });

  it('of a truck that stands in that yard is never refused for it', () => {
    given(...CLEARED, past('yard-entry', '07:50'))
      .when(calling({}, { yards: yards(5, 9) }))
      .then([recorded('call-forward', '08:00')]);
  });

  it('by way of a yard that is no gate yard finds no more places there', () => {
    given(...CLEARED)
      .when(calling({ yard: 'OTHER_YARD' }, { yards: yards(5, 9) }))
      .thenRejected('GATE_YARD_FULL');
  });

  it('that is told late may be observed', () => {
    given(...CLEARED)
      .when(calling(OBSERVED, { yards: yards(5, 6), now: at('09:00') }))
      .then([recorded('call-forward', '08:00', OBSERVED, { places: -1 })]);
  });

  it('goes by a confirmed override of its own, and by no other', () => {
    const { visitId } = CLEARED[0].data as { readonly visitId: string };
    const asked = { time: Date.parse(at('07:30')), data: { override: 'override-1', visitId } };
    const override = { requested: asked, confirmed: asked } as unknown as Override;
    const named = { override: 'override-1' };
    given(...CLEARED)
      .when(calling(named, { yards: yards(5, 5), override }))
      .then([recorded('call-forward', '08:00', named, { places: 0 })]);
    given(...CLEARED)
      .when(calling(named, { yards: yards(5, 5) }))
      .thenRejected('OVERRIDE_UNKNOWN');
  });

  it('said twice is not judged again', () => {
    given(...CALLED)
      .when(calling({}, { yards: yards(5, 5) }))
      .thenNothing();
  });
});
