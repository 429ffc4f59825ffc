import { DAMAGE_ACCEPTED, MemoryEventStore } from '#libs/event-sourcing';
import { bareMetadata, seeded, seeds } from '#libs/event-sourcing/testing';
import { arrival, event, logOf, step } from '../../read-models/testing/given-events';
import { policy, withdrawal } from '../../read-models/testing/given-policies';
import { randomBorder, shuffled } from '../../read-models/testing/random-border';
import { ARRIVED, published, publishedOf, VISIT } from '../testing/published';
import type { IntegrationEvent } from './integration-event';
import { Translator } from './translator';

const dataOf = (events: readonly IntegrationEvent[]) => events.map(({ data }) => data);

test('names an event by what happened, where, to whom and when', async () => {
  const crossing = step(VISIT, 'crossing', '2021-12-15T09:20:00+07:00', {
    lane: 'MAIN',
    vehicle: { plate: '12C04567' },
  });
  const [, told] = await published(arrival(VISIT, ARRIVED), crossing);
  expect(told).toEqual({
    id: crossing.eventId,
    type: 'vn.truckflow.BorderCrossed.v1',
    source: '/border-gates/NORTH_GATE',
    subject: VISIT,
    time: '2021-12-15T09:20:00+07:00',
    dataschema: 'urn:truckflow:schema:BorderCrossed:v1',
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/) as string,
    topic: 'truck-flow.truck-visit.v1',
    gate: 'NORTH_GATE',
    data: {
      visitId: VISIT,
      gate: 'NORTH_GATE',
      eventTime: '2021-12-15T09:20:00+07:00',
      recordTime: '2022-01-01T00:00:02.000Z',
      revision: '1',
      lane: 'MAIN',
    },
  });
});

test('tells of each policy the gate that it names, or that it binds every gate, whatever came before it', async () => {
  const ofGate = policy(ARRIVED, { policy: 'HERE', gate: 'NORTH_GATE' });
  const ofAll = policy(ARRIVED);
  const told = await published(ofGate, ofAll, withdrawal(ofGate, ARRIVED), withdrawal(ofAll, ARRIVED));
  expect(told.map(({ source, gate, bindsEveryGate = false }) => [source, gate, bindsEveryGate])).toEqual([
    ['/border-gates/NORTH_GATE', 'NORTH_GATE', false],
    ['/policies', '', true],
    ['/border-gates/NORTH_GATE', 'NORTH_GATE', false],
    ['/policies', '', true],
  ]);
  expect(told.map(({ data }) => data['gate'])).toEqual(['NORTH_GATE', undefined, 'NORTH_GATE', undefined]);
});

test('names both containers where there are two, and the one that is cut', async () => {
  const containers = [{ number: 'CSQU3054383' }, { number: 'MSKU6011672' }];
  const cut = step(VISIT, 'container-cut', '2021-12-15T09:00:00+07:00', {
    yard: 'NORTH_YARD',
    container: containers[1],
    toTractor: { plate: '29C99999', country: 'VN' },
  });
  const told = await published(arrival(VISIT, ARRIVED, { container: containers[0], containers }), cut);
  expect(dataOf(told)).toMatchObject([
    { container: containers[0], containers },
    { container: containers[1] },
  ]);
});

test('lets out of an arrival what concerns the flow, and neither plate nor person nor company', async () => {
  const told = await published(
    arrival(VISIT, ARRIVED, {
      driver: 'driver-417',
      carrier: 'LONG_AN_HAULAGE',
      place: 'by the red kiosk of Mr. Nam',
      trailer: { plate: '12R00321' },
      container: { number: 'CSQU3054383' },
      consignments: [
        {
          consignmentId: 'jackfruit-1',
          cargoClass: 'FRESH_PRODUCE',
          commodity: 'JACKFRUIT',
          originProvince: 'Long An',
          owner: 'LONG_AN_FRUIT',
          contractRef: 'HD-88/2021',
        },
      ],
    }),
  );
  expect(dataOf(told)).toEqual([
    {
      visitId: VISIT,
      gate: 'NORTH_GATE',
      eventTime: ARRIVED,
      recordTime: '2022-01-01T00:00:01.000Z',
      revision: '0',
      direction: 'EXPORT',
      bodyType: 'REEFER_CONTAINER',
      container: { number: 'CSQU3054383' },
      consignments: [{ consignmentId: 'jackfruit-1', cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT' }],
    },
  ]);
});

test('tells texts in their one spelling, also where they were stored as they came in', async () => {
  const arrived = arrival(VISIT, ARRIVED, { container: { number: 'CSQU–3054383' } });
  const cause = 'Giấy tờ';
  const told = await published(
    arrived,
    step(VISIT, 'hold', '2021-12-15T08:00:00+07:00', { cause: cause.normalize('NFD') }),
    step(VISIT, 'hold-lift', '2021-12-15T09:00:00+07:00', { cause: cause.normalize('NFC') }),
  );
  expect(dataOf(told)).toMatchObject([
    { container: { number: 'CSQU3054383' } },
    { openHolds: 1 },
    { openHolds: 0 },
  ]);
});

test('tells how many holds are open instead of why, also when they were reported out of order', async () => {
  const told = await published(
    arrival(VISIT, ARRIVED),
    step(VISIT, 'hold', '2021-12-15T08:00:00+07:00', { cause: 'driver tested positive' }),
    step(VISIT, 'hold-lift', '2021-12-15T10:00:00+07:00', { cause: 'PAPERS' }),
    step(VISIT, 'hold', '2021-12-15T09:00:00+07:00', { cause: 'PAPERS' }),
    step(VISIT, 'hold-lift', '2021-12-15T11:00:00+07:00', { cause: 'driver tested positive' }),
  );
  expect(told.map(({ data }) => data['openHolds'])).toEqual([undefined, 1, 1, 1, 0]);
  expect(JSON.stringify(told)).not.toContain('positive');
});

test('keeps the claims protocol and our own bookkeeping inside', async () => {
  const told = await published(
    event('claim-1', 'claim.Claimed.v1', ARRIVED, { kind: 'tractor', visitId: VISIT }),
    event(`truckVisit-${VISIT}`, 'truckVisit.ArrivalVoided.v1', ARRIVED, { byVisit: VISIT }),
    event('publisher-kafka', 'publisher.CheckpointStored.v1', ARRIVED, { position: '0' }),
    event('damage-1', DAMAGE_ACCEPTED, ARRIVED, { stream: 'claim-1', reason: 'seen' }),
  );
  expect(told).toEqual([]);
});

test('stops at a type nobody has decided about', async () => {
  const unknown = event(`truckVisit-${VISIT}`, 'truckVisit.NeverDeclared.v1', ARRIVED, {});
  await expect(published(arrival(VISIT, ARRIVED), unknown)).rejects.toThrow(/NeverDeclared.*type is unknown/);
});

test.each(seeds(1, 5))('is the same whoever translates it, from wherever (seed %s)', async (seed) => {
  const random = seeded(seed);
  const store = await logOf(shuffled(random, randomBorder(random, 30)));
  const inOrder = await publishedOf(store);
  const forgetful = await publishedOf(store, new Translator(store, 1));
  const alone = await Promise.all(
    (await store.readAll(-1n, 10_000)).map((stored) => new Translator(store).translate(stored)),
  );
  expect(forgetful).toEqual(inOrder);
  expect(alone).toEqual(inOrder);
});

test('passes over an event whose stream was deleted from under it', async () => {
  const store = new MemoryEventStore(() => new Date(0));
  const metadata = { ...bareMetadata('c', 0), recordTime: '', prevHash: null, hash: '' };
  const foreign = { stream: 'yard-Y', revision: 3n, position: 3n, eventId: 'x', data: {}, metadata };
  await expect(
    new Translator(store).translate({ ...foreign, type: 'yard.YardCapacityChanged.v1' }),
  ).resolves.toBeUndefined();
});
