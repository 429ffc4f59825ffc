import { MemoryEventStore } from '#libs/event-sourcing';
import { bareMetadata, seeded, seeds } from '#libs/event-sourcing/testing';
import { arrival, correction, event, logOf, step, yardAct } from '../../read-models/testing/given-events';
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

test('moves a visit to the gate that a correction of its arrival names, from then on', async () => {
  const came = arrival(VISIT, ARRIVED);
  const told = await published(
    came,
    step(VISIT, 'customs-clearance', '2021-12-15T08:00:00+07:00', { declarationNumber: 'D-1' }),
    correction(came, '2021-12-15T08:10:00+07:00', {
      at: ARRIVED,
      data: { ...came.data, gate: 'SOUTH_GATE' },
    }),
    step(VISIT, 'return', '2021-12-15T09:00:00+07:00'),
  );
  expect(told.map(({ source, data }) => [source, data['gate']])).toEqual([
    ['/border-gates/NORTH_GATE', 'NORTH_GATE'],
    ['/border-gates/NORTH_GATE', 'NORTH_GATE'],
    ['/border-gates/SOUTH_GATE', 'SOUTH_GATE'],
    ['/border-gates/SOUTH_GATE', 'SOUTH_GATE'],
  ]);
  expect(told.map(({ formerGate }) => formerGate)).toEqual([undefined, undefined, 'NORTH_GATE', undefined]);
});

test('leaves a visit at its gate that is seen at another, also when the sighting is corrected', async () => {
  const other = '5f1e1d00-0000-4000-8001-000000000009';
  const seen = step(VISIT, 'sighting-elsewhere', '2021-12-15T08:00:00+07:00', {
    gate: 'SOUTH_GATE',
    visitId: other,
  });
  const told = await published(
    arrival(VISIT, ARRIVED),
    seen,
    correction(seen, '2021-12-15T08:10:00+07:00', { at: seen.at, data: { ...seen.data, gate: 'EAST_GATE' } }),
  );
  expect(told.map(({ source }) => source)).toEqual(Array(3).fill('/border-gates/NORTH_GATE'));
  expect(told[1]?.data).toMatchObject({ seenAt: 'SOUTH_GATE', otherVisitId: other });
});

test('takes the gate that an event carries, without reading its stream', async () => {
  const away = { readStream: () => Promise.reject(new Error('nothing can be read')) };
  const carrying = step(VISIT, 'customs-clearance', '2021-12-15T08:00:00+07:00', {
    declarationNumber: 'D-1',
    gate: 'SOUTH_GATE',
  });
  const seen = step(VISIT, 'sighting-elsewhere', '2021-12-15T09:00:00+07:00', {
    gate: 'EAST_GATE',
    visitId: '5f1e1d00-0000-4000-8001-000000000009',
    ownGate: 'SOUTH_GATE',
  });
  const [, ...later] = await (await logOf([arrival(VISIT, ARRIVED), carrying, seen])).readAll(-1n, 10);
  const told = await Promise.all(later.map((stored) => new Translator(away).translate(stored)));
  expect(told.map((one) => [one?.gate, one?.formerGate, one?.data['seenAt']])).toEqual([
    ['SOUTH_GATE', undefined, undefined],
    ['SOUTH_GATE', undefined, 'EAST_GATE'],
  ]);
});

test('has the gate of a visit from older events and from those that carry it, in one stream', async () => {
  const came = arrival(VISIT, ARRIVED);
  const cleared = step(VISIT, 'customs-clearance', '2021-12-15T08:00:00+07:00', { declarationNumber: 'D-1' });
  const moving = correction(came, '2021-12-15T08:10:00+07:00', {
    at: ARRIVED,
    data: { ...came.data, gate: 'SOUTH_GATE' },
  });
  const carrying = (event: typeof came, gate: string) => ({ ...event, data: { ...event.data, gate } });
  const again = correction(cleared, '2021-12-15T08:40:00+07:00', {
    at: cleared.at,
    data: { ...cleared.data, gate: 'NORTH_GATE' },
  });
  const told = await published(
    came,
    carrying(cleared, 'NORTH_GATE'),
    carrying(moving, 'SOUTH_GATE'),
    step(VISIT, 'return', '2021-12-15T09:00:00+07:00'),
    carrying(again, 'SOUTH_GATE'),
    carrying(step(VISIT, 'delivery', '2021-12-15T10:00:00+07:00', { foreignYard: 'PO_CHAI' }), 'SOUTH_GATE'),
  );
  expect(told.map(({ gate, formerGate }) => [gate, formerGate])).toEqual([
    ['NORTH_GATE', undefined],
    ['NORTH_GATE', undefined],
    ['SOUTH_GATE', 'NORTH_GATE'],
    ['SOUTH_GATE', undefined],
    ['SOUTH_GATE', undefined],
    ['SOUTH_GATE', undefined],
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

test('gives a yard the gate of its registration', async () => {
  const capacity = { capacity: { min: 5, max: 9 }, tenure: 'PERMANENT' };
  const told = await published(
    yardAct(
      'yard.YardRegistered.v1',
      ARRIVED,
      { yard: 'Y', gate: 'NORTH_GATE', name: 'North yard', ...capacity },
      'Y',
    ),
    yardAct('yard.YardCapacityChanged.v1', ARRIVED, capacity, 'Y'),
  );
  expect(told.map(({ source, subject, topic }) => [source, subject, topic])).toEqual([
    ['/border-gates/NORTH_GATE', 'Y', 'truck-flow.yard.v1'],
    ['/border-gates/NORTH_GATE', 'Y', 'truck-flow.yard.v1'],
  ]);
});

test('keeps the claims protocol and our own bookkeeping inside', async () => {
  const told = await published(
    event('claim-1', 'claim.Claimed.v1', ARRIVED, { kind: 'tractor', visitId: VISIT }),
    event(`truckVisit-${VISIT}`, 'truckVisit.ArrivalVoided.v1', ARRIVED, { byVisit: VISIT }),
    event('publisher-kafka', 'publisher.CheckpointStored.v1', ARRIVED, { position: '0' }),
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
