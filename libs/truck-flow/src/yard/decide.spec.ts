import { givenEventId, specificationOf } from '#libs/event-sourcing/testing';
import { yard } from './decide';
import type { ChangeCapacity, ClassifyYard, ProvideAmenity, RegisterYard, YardCommand } from './decide';
import { foldYard } from './state';
import type { YardActEvent, YardEvent } from './events';

const { given } = specificationOf(yard, foldYard);

const registering: RegisterYard = {
  kind: 'register',
  at: '2021-01-01T00:00:00+07:00',
  data: {
    yard: 'TEST_YARD',
    gate: 'TEST_GATE',
    name: 'Test yard',
    capacity: { min: 500, max: 700 },
    tenure: 'PERMANENT',
  },
};
const growing: ChangeCapacity = {
  kind: 'capacity',
  at: '2021-12-01T08:00:00+07:00',
  data: { capacity: { min: 900, max: 1100 }, tenure: 'REQUISITIONED' },
};
const registered: YardActEvent = {
  type: 'yard.YardRegistered.v1',
  data: registering.data,
  eventTime: registering.at,
};
const grown: YardActEvent = {
  type: 'yard.YardCapacityChanged.v1',
  data: growing.data,
  eventTime: growing.at,
};
const shrunk: YardActEvent = {
  type: 'yard.YardCapacityChanged.v1',
  data: { capacity: { min: 100, max: 100 }, tenure: 'TEMPORARY' },
  eventTime: '2021-12-10T08:00:00+07:00',
};
const other = { ...registering, data: { ...registering.data, gate: 'OTHER_GATE' } };

const classifying: ClassifyYard = {
  kind: 'classification',
  at: '2021-12-01T08:00:00+07:00',
  data: { kind: 'TRANSFER_YARD', zone: 'ORDINARY', operator: 'XC', commodityScope: ['FRESH_PRODUCE'] },
};
const classified: YardActEvent = {
  type: 'yard.YardClassified.v1',
  data: classifying.data,
  eventTime: classifying.at,
};
const dryPort: YardActEvent = {
  ...classified,
  data: { kind: 'DRY_PORT', zone: 'ORDINARY', operator: 'XC' },
  eventTime: '2021-12-01T08:01:00+07:00',
};
const again: ClassifyYard = { ...classifying, at: '2021-12-01T08:02:00+07:00' };
const reclassified: YardActEvent = { ...classified, eventTime: again.at };
const feeding: ProvideAmenity = {
  kind: 'amenity',
  at: '2021-12-01T11:00:00+07:00',
  data: { kind: 'MEAL', quantity: 300 },
};
const feedingLater = { ...feeding, at: '2021-12-01T11:02:01+07:00' };
const fed: YardActEvent = { type: 'yard.AmenityProvided.v1', data: feeding.data, eventTime: feeding.at };

describe('yard', () => {
  it.each<[string, YardActEvent[], YardCommand]>([
    ['registration', [], { ...registering, data: { ...registering.data, capacity: { min: 900, max: 10 } } }],
    ['change', [registered], { ...growing, data: { ...growing.data, capacity: { min: 900, max: 10 } } }],
  ])('takes no %s whose capacity begins above its end', (_, history, command) => {
    given(...history)
      .when(command)
      .thenRejected('RANGE_REVERSED');
  });

  it.each(['2021-12-01T08:00:00+07:00', '2021-12-01T00:59:59Z'])(
    'takes no change that ends at %s, with or before its beginning',
    (until) => {
      given(registered)
        .when({ ...growing, data: { ...growing.data, until } })
        .thenRejected('EFFECTIVE_RANGE_EMPTY');
    },
  );

  it.each<[string, YardActEvent[], YardCommand, YardActEvent]>([
    ['a new yard is registered', [], registering, registered],
    ['its capacity changes', [registered], growing, grown],
    [
      'and changes again',
      [registered, grown, shrunk],
      { ...growing, at: '2021-12-11T08:00:00+07:00' },
      { ...grown, eventTime: '2021-12-11T08:00:00+07:00' },
    ],
    ['a change that is recorded late', [registered, shrunk], growing, grown],
    [
      'the same capacity after two minutes, for a report on its way may part the two',
      [registered, grown],
      { ...growing, at: '2021-12-01T08:02:01+07:00' },
      { ...grown, eventTime: '2021-12-01T08:02:01+07:00' },
    ],
    ['what it is for', [registered, grown], classifying, classified],
    [
      'the same that it was for before it was another',
      [registered, classified, dryPort],
      again,
      reclassified,
    ],
    ['what was given out', [registered], feeding, fed],
    ['as much after two minutes', [registered, fed], feedingLater, { ...fed, eventTime: feedingLater.at }],
    [
      'the capacity of its registration',
      [registered],
      { ...growing, data: { capacity: { min: 500, max: 700 }, tenure: 'PERMANENT' } },
      { ...grown, data: { capacity: { min: 500, max: 700 }, tenure: 'PERMANENT' } },
    ],
  ])('takes: %s', (_rule, past, command, event) => {
    given(...past)
      .when(command)
      .then([event], []);
  });

  it.each<[string, YardActEvent[], YardCommand]>([
    ['a registration', [registered], registering],
    ['a registration after a change', [registered, grown], registering],
    ['a change', [registered, grown], growing],
    ['a change within two minutes', [registered, grown], { ...growing, at: '2021-12-01T08:02:00+07:00' }],
    ['a change before a later one', [registered, grown, shrunk], growing],
    ['a change, whatever was said of other things since', [registered, grown, classified, fed], growing],
    ['what it is for', [registered, classified, grown], classifying],
    ['what was given out', [registered, fed], feeding],
  ])('records nothing when said twice: %s', (_rule, past, command) => {
    given(...past)
      .when(command)
      .thenNothing();
  });

  it.each<[string, YardActEvent[], YardCommand, string]>([
    ['a second registration with other data', [registered], other, 'YARD_ALREADY_REGISTERED'],
    ['a change of an unknown yard', [], growing, 'YARD_NOT_FOUND'],
    ['to say what an unknown yard is for', [], classifying, 'YARD_NOT_FOUND'],
    ['what was given out in an unknown yard', [], feeding, 'YARD_NOT_FOUND'],
  ])('refuses %s', (_rule, past, command, code) => {
    given(...past)
      .when(command)
      .thenRejected(code);
  });
});

describe('a correction of a yard act', () => {
  const correction: YardCommand = {
    kind: 'correction',
    at: '2021-12-02T08:00:00+07:00',
    eventId: givenEventId(1),
    reason: 'DID_NOT_OCCUR',
    by: { sub: 'lan', manager: true },
    now: '2021-12-02T01:00:00Z',
  };

  it('takes a change back, and says so once', () => {
    const data = { eventId: givenEventId(1), reason: 'DID_NOT_OCCUR' } as const;
    const corrected: YardEvent = { type: 'yard.EventCorrected.v1', data, eventTime: correction.at };
    given(registered, grown).when(correction).then([corrected]);
    given(registered, grown, corrected).when(correction).thenNothing();
  });

  it('replaces a registration that keeps its yard', () => {
    const { at, data } = other;
    given(registered)
      .when({ ...correction, eventId: givenEventId(0), reason: 'INCORRECT_DATA', corrected: { at, ...data } })
      .then([
        {
          type: 'yard.EventCorrected.v1',
          data: { eventId: givenEventId(0), reason: 'INCORRECT_DATA', corrected: { at, data } },
          eventTime: correction.at,
        },
      ]);
  });

  it.each<[string, Partial<YardCommand>]>([
    ['unregisters a yard', {}],
    [
      'renames a yard',
      { reason: 'INCORRECT_DATA', corrected: { at: other.at, ...other.data, yard: 'OTHER_YARD' } },
    ],
  ])('is refused when it %s', (_rule, changed) => {
    given(registered)
      .when({ ...correction, eventId: givenEventId(0), ...changed } as YardCommand)
      .thenRejected('CORRECTION_OF_REGISTRATION');
  });
});
