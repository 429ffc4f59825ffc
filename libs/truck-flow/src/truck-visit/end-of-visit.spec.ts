import {
  ARRIVED,
  CLEARED,
  CROSSED,
  HANDED_OVER,
  OBSERVED,
  given,
  past,
  recorded,
  report,
} from '../../testing/visit-story';

const ENDINGS = ['turn-back', 'diversion', 'cancellation'] as const;

describe.each(ENDINGS)('a %s', (ending) => {
  it('is possible as soon as the truck has arrived', () => {
    given(...ARRIVED)
      .when(report(ending, '07:00'))
      .then([recorded(ending, '07:00')]);
  });

  it('is possible until the crossing', () => {
    given(...HANDED_OVER)
      .when(report(ending, '08:59'))
      .then([recorded(ending, '08:59')]);
  });

  it.each(['08:45', '09:15'])(
    'is refused once the truck has crossed, whenever it is said to have been (%s)',
    (clock) => {
      given(...CROSSED)
        .when(report(ending, clock))
        .thenRejected('VISIT_ENDED');
    },
  );

  it('excludes the crossing at any time', () => {
    given(...HANDED_OVER, past(ending, '09:00'))
      .when(report('crossing', '08:45'))
      .thenRejected('VISIT_ENDED');
    given(...HANDED_OVER, past(ending, '09:00'))
      .when(report('crossing', '09:15', OBSERVED))
      .thenRejected('VISIT_ENDED');
  });

  it.each(ENDINGS.filter((other) => other !== ending))('excludes a %s', (other) => {
    given(...ARRIVED, past(ending, '09:00'))
      .when(report(other, '08:00'))
      .thenRejected('VISIT_ENDED');
  });

  it.each(['customs-clearance', 'yard-entry', 'hold', 'vehicle-change', 'call-forward'] as const)(
    'is not followed by a %s',
    (step) => {
      given(...ARRIVED, past(ending, '09:00'))
        .when(report(step, '09:30'))
        .thenRejected('VISIT_ENDED');
    },
  );

  it.each(['delivery', 'return'] as const)('is not followed by a %s', (step) => {
    given(...HANDED_OVER, past(ending, '09:00'))
      .when(report(step, '09:30', OBSERVED))
      .thenRejected('VISIT_ENDED');
  });

  it('does not keep out what happened before it', () => {
    given(...ARRIVED, past(ending, '09:00'))
      .when(report('customs-clearance', '07:10'))
      .then([recorded('customs-clearance', '07:10')]);
  });
});

describe('the crossing', () => {
  it('ends the visit: what is said to follow it is refused', () => {
    given(...CROSSED)
      .when(report('disinfection', '09:30', { targets: ['CARGO'] }))
      .thenRejected('VISIT_ENDED');
    given(...CROSSED)
      .when(report('transload', '09:30', OBSERVED))
      .thenRejected('VISIT_ENDED');
  });

  it('lets the dedicated driver come back without a delivery', () => {
    given(...CROSSED)
      .when(report('return', '10:00'))
      .then([recorded('return', '10:00')]);
  });

  it('does not let a delivery or return happen before it', () => {
    given(...CROSSED)
      .when(report('delivery', '08:50'))
      .thenRejected('NOT_CROSSED');
  });

  it('lets a delivery be reported after the return', () => {
    given(...CROSSED, past('return', '15:00'))
      .when(report('delivery', '11:00'))
      .then([recorded('delivery', '11:00')]);
  });
});

describe('a visit that was cleared and then cancelled', () => {
  it('takes no second arrival of other data', () => {
    given(...CLEARED, past('cancellation', '08:00'))
      .when(report('arrival', '09:00', { tractor: { plate: '12C-011.11' } }))
      .thenRejected('ALREADY_ARRIVAL');
  });
});
