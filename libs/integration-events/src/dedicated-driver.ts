import { DRIVER_REGISTERED } from '#libs/truck-flow';
import type { DriverRegistered } from '#libs/truck-flow';
import { code, driverCode, identifier, part } from './fields';
import { publishing } from './translation';
import type { PublishedNoun, Translation } from './translation';

/* The published language of dedicated drivers, version 1. The key is the driver's code. */

const topic = 'truck-flow.dedicated-driver.v1';
const { told } = publishing(topic, part({ driverCode: driverCode(), gate: code() }));

const FACTS: { readonly [DRIVER_REGISTERED]: Translation<DriverRegistered['data']> } = {
  [DRIVER_REGISTERED]: told(
    'DedicatedDriverRegistered',
    'A dedicated driver, named by a code, belongs to a pool at a gate.',
    part({ pool: identifier(64) }),
    ({ pool }) => ({ pool }),
  ),
};

export const dedicatedDriver: PublishedNoun = {
  topic,
  about: 'Dedicated drivers, by code; the key is the code.',
  subject: 'driverCode',
  facts: FACTS,
  inside: {},
};
