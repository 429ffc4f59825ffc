import { ARRIVED, OBSERVED, given, past, recorded, report, visitAfter } from '../../testing/visit-story';

const TRACTOR = { plate: '12C-088.88' };
const NO_CONTAINER = { container: undefined };
const ALONE = { ...NO_CONTAINER, trailer: undefined };
const arrived = (changed: object) => [past('arrival', '06:40', changed)] as const;
const changing = (changed: object) => report('vehicle-change', '09:00', { tractor: TRACTOR, ...changed });

describe('a change of vehicle keeps the place', () => {
  it.each([
    ['while the container stays', {}, { trailer: { plate: '12R-009.99' }, carrier: 'OTHER' }],
    ['when it names the container that stays', {}, { container: { number: 'CSQU 305438 3' } }],
    ['without a container while the trailer stays', NO_CONTAINER, { carrier: 'OTHER' }],
    ['when a trailer gets a container', NO_CONTAINER, { container: { number: 'CSQU3054383' } }],
    ['without either while the carrier stays', { ...ALONE, carrier: 'OLD' }, { carrier: 'OLD' }],
    ['without either when it names no carrier', { ...ALONE, carrier: 'OLD' }, {}],
    ['without either when nobody said who the carrier was', ALONE, { carrier: 'ANY' }],
    ['whoever drives', { ...ALONE, carrier: 'OLD' }, { driver: 'driver-18' }],
  ])('%s', (_, truck, changed) => {
    given(...arrived(truck))
      .when(changing(changed))
      .then([recorded('vehicle-change', '09:00', { tractor: TRACTOR, ...changed })]);
  });

  it.each([
    ['another container', {}, { container: { number: 'MSCU1234565' } }],
    ['another trailer without a container', NO_CONTAINER, { trailer: { plate: '12R-009.99' } }],
    ['another carrier without either', { ...ALONE, carrier: 'OLD' }, { carrier: 'OTHER' }],
  ])('not with %s, not even seen', (_, truck, changed) => {
    for (const seen of [{}, OBSERVED])
      given(...arrived(truck))
        .when(changing({ ...changed, ...seen }))
        .thenRejected('TURN_NOT_TRANSFERABLE');
  });

  it('whatever earlier change is still on its way: what arrived decides', () => {
    const container = { container: { number: 'MSCU1234565' } };
    given(...ARRIVED, past('vehicle-change', '08:00', container))
      .when(changing(container))
      .thenRejected('TURN_NOT_TRANSFERABLE');
  });
});

describe('after a change of vehicle', () => {
  it('the visit has the carrier and holds the container that it names', () => {
    const changed = { carrier: 'NEW', container: { number: 'CSQU3054383' } };
    const visit = visitAfter(
      past('arrival', '06:40', NO_CONTAINER),
      past('vehicle-change', '09:00', changed),
    );
    expect(visit.carrier).toBe('NEW');
    expect(visit.carriage?.container).toBe('CSQU3054383');
    expect(visit.assets).toContainEqual({ kind: 'container', id: 'CSQU3054383' });
  });
});
