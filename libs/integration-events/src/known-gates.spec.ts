import { seeded, seeds } from '#libs/event-sourcing/testing';
import { STEPS } from '#libs/truck-flow';
import { arrival, correction, event, logOf, step, yardAct } from '../../read-models/testing/given-events';
import { randomBorder, shuffled } from '../../read-models/testing/random-border';
import { ARRIVED, published, publishedOf, VISIT } from '../testing/published';
import type { IntegrationEvent } from './integration-event';
import { Translator } from './translator';

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

test('moves a visit by its arrivals and their corrections alone, whatever gate a step carries', async () => {
  const came = arrival(VISIT, ARRIVED);
  const elsewhere = step(VISIT, 'customs-clearance', '2021-12-15T08:00:00+07:00', {
    declarationNumber: 'D-1',
    gate: 'SOUTH_GATE',
  });
  const gone = correction(came, '2021-12-15T08:10:00+07:00');
  const again = arrival(VISIT, '2021-12-15T09:00:00+07:00', { gate: 'EAST_GATE' });
  const told = await published(came, elsewhere, gone, again);
  expect(told.map(({ gate, formerGate }) => [gate, formerGate])).toEqual([
    ['NORTH_GATE', undefined],
    ['SOUTH_GATE', undefined],
    ['SOUTH_GATE', undefined],
    ['EAST_GATE', 'SOUTH_GATE'],
  ]);
});

test('tells an event that is translated again as it was told first, though its visit has moved since', async () => {
  const came = arrival(VISIT, ARRIVED);
  const cleared = step(VISIT, 'customs-clearance', '2021-12-15T08:00:00+07:00', { declarationNumber: 'D-1' });
  const moving = correction(came, '2021-12-15T08:10:00+07:00', {
    at: ARRIVED,
    data: { ...came.data, gate: 'SOUTH_GATE' },
  });
  const store = await logOf([came, cleared, moving]);
  const translator = new Translator(store);
  const first = await publishedOf(store, translator);
  expect(await publishedOf(store, translator)).toEqual(first);
  const [, stored] = await store.readAll(-1n, 10);
  expect(stored && (await translator.translate(stored))).toEqual(first[1]);
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

test('moves a yard to the gate that a correction of its registration names, from then on', async () => {
  const capacity = { capacity: { min: 5, max: 9 }, tenure: 'PERMANENT' };
  const data = { yard: 'Y', gate: 'NORTH_GATE', name: 'Yard', ...capacity };
  const registered = yardAct('yard.YardRegistered.v1', ARRIVED, data, 'Y');
  const corrected = { at: ARRIVED, data: { ...data, gate: 'SOUTH_GATE' } };
  const moving = { eventId: registered.eventId, reason: 'INCORRECT_DATA', corrected };
  const told = await published(
    registered,
    event('yard-Y', 'yard.EventCorrected.v1', ARRIVED, moving),
    yardAct('yard.YardCapacityChanged.v1', ARRIVED, capacity, 'Y'),
  );
  expect(told.map(({ gate, formerGate }) => [gate, formerGate])).toEqual([
    ['NORTH_GATE', undefined],
    ['SOUTH_GATE', 'NORTH_GATE'],
    ['SOUTH_GATE', undefined],
  ]);
});

test.each(seeds(6, 10))(
  'guesses the gates of older events as newer ones carry them (seed %s)',
  async (seed) => {
    const random = seeded(seed);
    const older = shuffled(random, randomBorder(random, 30));
    const gatesOf = (told: readonly IntegrationEvent[]) =>
      told.map(({ id, gate, formerGate }) => [id, gate, formerGate]);
    const guessed = await publishedOf(await logOf(older));
    const gates = new Map(guessed.map(({ id, gate }) => [id, gate]));
    const mixed = older.map((given) => {
      const gate = gates.get(given.eventId);
      const isCarrying = given.stream.startsWith('truckVisit-') && gate !== '' && random() < 0.5;
      const field = 'gate' in given.data ? 'ownGate' : 'gate';
      return isCarrying && given.type !== STEPS.arrival
        ? { ...given, data: { ...given.data, [field]: gate } }
        : given;
    });
    expect(gatesOf(await publishedOf(await logOf(mixed)))).toEqual(gatesOf(guessed));
  },
);
