import { specificationOf } from '#libs/event-sourcing/testing';
import { dedicatedDriver } from './decide';
import type { RegisterDriver } from './decide';
import { foldDriver } from './state';
import type { DriverRegistered } from './events';

const { given } = specificationOf(dedicatedDriver, foldDriver);

const registering: RegisterDriver = {
  kind: 'register',
  at: '2021-01-01T00:00:00+07:00',
  data: { driverCode: 'TEST-D01', pool: 'TEST_POOL', gate: 'TEST_GATE' },
};
const registered: DriverRegistered = {
  type: 'dedicatedDriver.Registered.v1',
  data: registering.data,
  eventTime: registering.at,
};

describe('dedicated driver', () => {
  it('is registered to a pool and a gate', () => {
    given().when(registering).then([registered], []);
  });

  it('is registered once, whenever it is said again', () => {
    given(registered)
      .when({ ...registering, at: '2021-06-01T00:00:00+07:00' })
      .thenNothing();
  });

  it.each([{ pool: 'OTHER_POOL' }, { gate: 'OTHER_GATE' }])(
    'cannot change to %j by a registration',
    (changed) => {
      given(registered)
        .when({ ...registering, data: { ...registering.data, ...changed } })
        .thenRejected('DRIVER_ALREADY_REGISTERED');
    },
  );
});
