import fc from 'fast-check';
import { effective } from './effective';
import type { CorrectionData, HistoryOrder } from './effective';
import { NO_REQUEST } from './event';
import type { RecordedEvent } from './event';

const PLACES: Readonly<Record<string, number>> = { began: 0, went: 1, ended: 2 };
const order: HistoryOrder = { correctionType: 'corrected', placeOf: (type) => PLACES[type] };

interface Entry {
  readonly type: string;
  /** Minute of the event, and of its record where that is another. */
  readonly minute: number;
  readonly recorded?: number;
  readonly data?: unknown;
}

const at = (minute: number) => new Date(Date.UTC(2021, 11, 15) + minute * 60_000).toISOString();

function log(...entries: readonly Entry[]): RecordedEvent[] {
  return entries.map(({ type, minute, recorded = 0, data = {} }, index) => ({
    stream: 'journey-1',
    revision: BigInt(index),
    position: BigInt(index + 100),
    type,
    eventId: `e${index}`,
    data,
    metadata: {
      ...NO_REQUEST,
      eventTime: at(minute),
      recordTime: at(1000 + recorded),
      actor: { sub: 'somebody', agency: null },
      device: null,
      source: 'OPERATOR',
      commandId: `c${index}`,
      prevHash: null,
      hash: '',
    },
  }));
}

const away = (eventId: string): Entry => ({
  type: 'corrected',
  minute: 900,
  data: { eventId, reason: 'DID_NOT_OCCUR' },
});
const instead = (eventId: string, minute: number, data: unknown): Entry => ({
  type: 'corrected',
  minute: 900,
  data: { eventId, reason: 'INCORRECT_DATA', corrected: { at: at(minute), data } } satisfies CorrectionData,
});

const ids = (...entries: readonly Entry[]) => effective(log(...entries), order).map(({ eventId }) => eventId);

describe('the effective history', () => {
  it('of nothing is nothing', () => {
    expect(effective([], order)).toEqual([]);
  });

  it('carries each event as it was recorded, with its time as an instant', () => {
    const [event] = log({ type: 'went', minute: 5, data: { to: 'there' } });
    expect(effective(event === undefined ? [] : [event], order)).toMatchObject([
      {
        type: 'went',
        data: { to: 'there' },
        at: at(5),
        time: Date.parse(at(5)),
        eventId: 'e0',
        revision: 0n,
        position: 100n,
        metadata: event?.metadata,
      },
    ]);
  });

  it('is in the order of what happened, not of what was recorded', () => {
    expect(
      ids({ type: 'ended', minute: 9 }, { type: 'began', minute: 1 }, { type: 'went', minute: 5 }),
    ).toEqual(['e1', 'e2', 'e0']);
  });

  it('puts events of one time in the order of their steps, then of their record, then of their revision', () => {
    expect(
      ids(
        { type: 'ended', minute: 1 },
        { type: 'went', minute: 1, recorded: 2 },
        { type: 'went', minute: 1, recorded: 1 },
        { type: 'went', minute: 1, recorded: 1 },
        { type: 'began', minute: 1, recorded: 3 },
      ),
    ).toEqual(['e4', 'e2', 'e3', 'e1', 'e0']);
  });

  it('compares instants, not their spelling', () => {
    const events = log({ type: 'went', minute: 0 }, { type: 'went', minute: 30 });
    const [first, second] = events as [RecordedEvent, RecordedEvent];
    const later = { ...first, metadata: { ...first.metadata, eventTime: '2021-12-15T08:00:00+07:00' } };
    expect(effective([later, second], order).map(({ eventId }) => eventId)).toEqual(['e1', 'e0']);
  });

  it('leaves out events without a place', () => {
    expect(ids({ type: 'began', minute: 1 }, { type: 'voided', minute: 2 })).toEqual(['e0']);
  });
});

describe('a correction', () => {
  it('removes what did not occur', () => {
    expect(ids({ type: 'began', minute: 1 }, { type: 'went', minute: 2 }, away('e0'))).toEqual(['e1']);
  });

  it('replaces data and time, and says which correction did', () => {
    const events = log(
      { type: 'began', minute: 1 },
      { type: 'went', minute: 5, data: { to: 'here' } },
      instead('e1', 0, { to: 'there' }),
    );
    expect(effective(events, order)).toMatchObject([
      {
        eventId: 'e1',
        at: at(0),
        time: Date.parse(at(0)),
        data: { to: 'there' },
        revision: 1n,
        correctedBy: 'e2',
      },
      { eventId: 'e0' },
    ]);
    expect(effective(events, order)[1]).not.toHaveProperty('correctedBy');
  });

  it('is replaced by a later one of the same event', () => {
    const story = [
      { type: 'went', minute: 5, data: 'first' },
      away('e0'),
      instead('e0', 6, 'second'),
      instead('e0', 7, 'third'),
    ];
    expect(effective(log(...story), order)).toMatchObject([{ data: 'third', at: at(7), correctedBy: 'e3' }]);
    expect(ids(...story, away('e0'))).toEqual([]);
  });

  it('is not corrected itself', () => {
    expect(ids({ type: 'went', minute: 5 }, away('e0'), away('e1'))).toEqual([]);
  });

  it('of an event that is not there changes nothing', () => {
    expect(ids({ type: 'went', minute: 5 }, away('e7'))).toEqual(['e0']);
  });

  it('does not bring an event without a place into the history', () => {
    expect(ids({ type: 'voided', minute: 5 }, instead('e0', 5, {}))).toEqual([]);
  });
});

it('the history depends on the order of recording only between otherwise equal steps', () => {
  const entry = fc.record({ type: fc.constantFrom('began', 'went', 'ended'), minute: fc.nat(500) });
  const distinct = fc.uniqueArray(entry, {
    selector: ({ type, minute }) => `${type} ${minute}`,
    maxLength: 12,
  });
  const both = distinct.chain((entries) =>
    fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
  );
  const happened = (entries: readonly Entry[]) =>
    effective(log(...entries), order).map(({ type, at: when }) => ({ type, when }));
  fc.assert(
    fc.property(both, ([entries, shuffled]) => {
      expect(happened(shuffled)).toEqual(happened(entries));
    }),
  );
});
