import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  HANDED_OVER,
  OBSERVED,
  given,
  past,
  recorded,
  report,
} from '../../testing/visit-story';

/* The order of work: customs cleared, cab disinfected, handed to a dedicated driver, crossed. */

describe('the way of a truck to the border', () => {
  it('begins with its arrival', () => {
    given()
      .when(report('arrival', '06:40'))
      .then([recorded('arrival', '06:40')], []);
  });

  it.each([
    ['is cleared by customs', ARRIVED, 'customs-clearance', '07:10'],
    ['has its cab disinfected', CLEARED, 'disinfection', '07:30'],
    ['is called forward', DISINFECTED, 'call-forward', '08:00'],
    ['is handed to a dedicated driver', CALLED, 'handover', '08:30'],
    ['crosses the border', HANDED_OVER, 'crossing', '09:00'],
    ['is delivered abroad', CROSSED, 'delivery', '11:00'],
  ] as const)('then the truck %s', (_, story, step, clock) => {
    given(...story)
      .when(report(step, clock))
      .then([recorded(step, clock)], []);
  });

  it('ends with the return of the dedicated driver', () => {
    given(...CROSSED, past('delivery', '11:00'))
      .when(report('return', '15:00'))
      .then([recorded('return', '15:00')], []);
  });
});

describe('a step that comes too early is refused', () => {
  it('a cab is not disinfected before customs have cleared the truck', () => {
    given(...ARRIVED)
      .when(report('disinfection', '07:00'))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });

  it('cargo, packaging, container and vehicle may be disinfected before customs', () => {
    const targets = { targets: ['CARGO', 'PACKAGING', 'CONTAINER', 'VEHICLE'] };
    given(...ARRIVED)
      .when(report('disinfection', '07:00', targets))
      .then([recorded('disinfection', '07:00', targets)]);
  });

  it('a truck is not called forward before customs have cleared it', () => {
    given(...ARRIVED)
      .when(report('call-forward', '07:00'))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });

  it('a truck may be called forward before its cab is disinfected', () => {
    given(...CLEARED)
      .when(report('call-forward', '07:20'))
      .then([recorded('call-forward', '07:20')]);
  });

  it('a truck is not handed over before customs have cleared it', () => {
    given(...ARRIVED)
      .when(report('handover', '07:00'))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });

  it('a truck is not handed over before its cab is disinfected', () => {
    given(...CLEARED)
      .when(report('handover', '07:20'))
      .thenRejected('CABIN_NOT_DISINFECTED');
  });

  it('a truck whose cargo alone is disinfected is not handed over', () => {
    given(...CLEARED, past('disinfection', '07:15', { targets: ['CARGO'] }))
      .when(report('handover', '07:20'))
      .thenRejected('CABIN_NOT_DISINFECTED');
  });

  it('a truck may be handed over without having been called forward', () => {
    given(...DISINFECTED)
      .when(report('handover', '08:30'))
      .then([recorded('handover', '08:30')]);
  });

  it.each([
    ['customs have cleared it', ARRIVED, 'CUSTOMS_NOT_CLEARED'],
    ['its cab is disinfected', CLEARED, 'CABIN_NOT_DISINFECTED'],
    ['a dedicated driver has taken it over', CALLED, 'NOT_HANDED_OVER'],
  ] as const)('a truck does not cross before %s', (_, story, code) => {
    given(...story)
      .when(report('crossing', '09:00'))
      .thenRejected(code);
  });

  it.each(['delivery', 'return'] as const)('%s comes after the crossing', (step) => {
    given(...HANDED_OVER)
      .when(report(step, '10:00'))
      .thenRejected('NOT_CROSSED');
  });

  it('nobody returns when no dedicated driver went out', () => {
    given(...DISINFECTED, past('transload', '08:00'), past('crossing', '09:00'))
      .when(report('return', '10:00'))
      .thenRejected('NOT_HANDED_OVER');
  });

  it('a truck does not leave a yard it is not in', () => {
    given(...ARRIVED, past('yard-entry', '06:50', { yard: 'HUU_NGHI_YARD' }))
      .when(report('yard-exit', '07:00'))
      .thenRejected('NOT_IN_YARD');
  });

  it('a hold that was not placed is not lifted', () => {
    given(...ARRIVED, past('hold', '07:00', { cause: 'PAPERS' }))
      .when(report('hold-lift', '07:30'))
      .thenRejected('NOT_HELD');
  });

  it('nothing happens to a truck before its arrival', () => {
    given(...ARRIVED)
      .when(report('customs-clearance', '06:39'))
      .thenRejected('BEFORE_ARRIVAL');
  });
});

describe('a report that comes late is judged as of its time', () => {
  it('a clearance reported after the crossing counts at the time it was given', () => {
    given(...ARRIVED, past('crossing', '09:00'))
      .when(report('customs-clearance', '07:10'))
      .then([recorded('customs-clearance', '07:10')]);
  });

  it('a disinfection reported for a time before the clearance is too early', () => {
    given(...CLEARED)
      .when(report('disinfection', '07:00'))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });

  it('a handover reported late is not judged by a disinfection that came after it', () => {
    given(...DISINFECTED)
      .when(report('handover', '07:20'))
      .thenRejected('CABIN_NOT_DISINFECTED');
  });

  it('steps of one minute count in the order of the steps', () => {
    given(...CLEARED)
      .when(report('disinfection', '07:10'))
      .then([recorded('disinfection', '07:10')]);
    given(...CLEARED, past('disinfection', '07:30'))
      .when(report('handover', '07:30'))
      .then([recorded('handover', '07:30')]);
    given(...HANDED_OVER)
      .when(report('crossing', '08:30'))
      .then([recorded('crossing', '08:30')]);
  });

  it('a clearance of the minute of the crossing came before it, in whatever order they are reported', () => {
    given(...ARRIVED, past('crossing', '09:00', OBSERVED))
      .when(report('customs-clearance', '09:00'))
      .then([recorded('customs-clearance', '09:00')]);
    given(...CROSSED)
      .when(report('yard-exit', '09:00'))
      .thenRejected('NOT_IN_YARD');
  });

  it('times of another offset are compared by the instant', () => {
    given(...CLEARED)
      .when(report('disinfection', '07:20', { at: '2021-12-15T00:20:00Z' }))
      .then([{ ...recorded('disinfection', '07:20'), eventTime: '2021-12-15T00:20:00Z' }]);
    given(...CLEARED)
      .when(report('disinfection', '07:20', { at: '2021-12-15T00:05:00Z' }))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });
});

describe('the crossing', () => {
  it('carries the vehicle that crossed, also after a breakdown', () => {
    given(...HANDED_OVER, past('vehicle-change', '08:45'))
      .when(report('crossing', '09:00'))
      .then([recorded('crossing', '09:00', {}, { vehicle: { plate: '12C08888' } })]);
  });

  it('is refused through a lane the gate does not have', () => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', { lane: 'NORTH' }))
      .thenRejected('LANE_UNKNOWN');
  });
});
