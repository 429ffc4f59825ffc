import { MemoryEventStore } from './memory-store';
import { commandIdOf, eventIdOf } from './identity';
import { NO_REQUEST } from './event';
import type { NewEvent, RecordedEvent } from './event';
import { asStored, upcasted, upcasting } from './upcast';
import type { Upcasters } from './upcast';
import { verify } from './verify';

const UPCASTERS: Upcasters = {
  'truck.Weighed.v1': {
    type: 'truck.Weighed.v2',
    upcast: (data) => ({ kilograms: (data as { tonnes: number }).tonnes * 1000 }),
  },
  'truck.Weighed.v2': {
    type: 'truck.Weighed.v3',
    upcast: (data) => ({ ...(data as object), scale: 'UNKNOWN' }),
  },
};

function weighed(type: string, data: object, index: number): NewEvent {
  const commandId = commandIdOf('clerk', `weighing-${index}`);
  const metadata = {
    ...NO_REQUEST,
    eventTime: '2021-12-01T08:00:00+07:00',
    actor: { sub: 'clerk', agency: null },
    role: 'yard-operator',
    device: null,
    source: 'OPERATOR' as const,
    commandId,
  };
  return { type, eventId: eventIdOf(commandId, 0, type), data, metadata };
}

async function weighings(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore(() => new Date(0));
  await store.append('truck-1', [weighed('truck.Weighed.v1', { tonnes: 22 }, 1)], 'noStream');
  await store.append('truck-1', [weighed('truck.Weighed.v3', { kilograms: 21_500, scale: 'EAST' }, 2)], 0n);
  return store;
}

describe('an event of an older version', () => {
  it('is read in its newest one, through every version between, from its stream and from the log', async () => {
    const reader = upcasting(await weighings(), UPCASTERS);
    const expected = [
      ['truck.Weighed.v3', { kilograms: 22_000, scale: 'UNKNOWN' }],
      ['truck.Weighed.v3', { kilograms: 21_500, scale: 'EAST' }],
    ];
    const { events } = await reader.readStream('truck-1');
    expect(events.map(({ type, data }) => [type, data])).toEqual(expected);
    expect((await reader.readAll(-1n, 10)).map(({ type, data }) => [type, data])).toEqual(expected);
    const whole = await reader.readHistories(['truck'], null);
    expect(whole.histories.get('truck-1')?.map(({ type, data }) => [type, data])).toEqual(expected);
  });

  it('reads the same when it is upcast again', async () => {
    const once = upcasting(await weighings(), UPCASTERS);
    const first = await once.readStream('truck-1');
    expect(await upcasting(once, UPCASTERS).readStream('truck-1')).toEqual(first);
  });

  it('verifies as it was stored, also through the reader of the newest', async () => {
    const proven = { events: 2, fault: null };
    expect(await verify(await weighings(), { gapless: true })).toMatchObject(proven);
    const reader = upcasting(upcasting(await weighings(), UPCASTERS), UPCASTERS);
    expect(await verify(reader, { gapless: true })).toMatchObject(proven);
    const [old] = (await reader.readStream('truck-1')).events;
    expect(asStored(old as RecordedEvent)).toMatchObject({ type: 'truck.Weighed.v1', data: { tonnes: 22 } });
  });

  it('without upcasters leaves the reader as it is', async () => {
    const store = await weighings();
    expect(upcasting(store, {})).toBe(store);
  });
});

describe('an event that keeps its name', () => {
  const TRIMMED: Upcasters = {
    'truck.Weighed.v3': {
      type: 'truck.Weighed.v3',
      upcast: (data) => {
        const { scale } = data as { scale: string };
        return scale === scale.trim() ? data : { ...(data as object), scale: scale.trim() };
      },
    },
  };

  it('is read in the form of today, and as it is where it has that form', async () => {
    const store = new MemoryEventStore(() => new Date(0));
    await store.append('truck-1', [weighed('truck.Weighed.v3', { scale: ' EAST ' }, 1)], 'noStream');
    await store.append('truck-1', [weighed('truck.Weighed.v3', { scale: 'WEST' }, 2)], 0n);
    const { events: stored } = await store.readStream('truck-1');
    const once = stored.map((event) => upcasted(event, TRIMMED));
    expect(once.map(({ data }) => data)).toEqual([{ scale: 'EAST' }, { scale: 'WEST' }]);
    expect(once[1]).toBe(stored[1]);
    expect(once.map((event) => upcasted(event, TRIMMED))).toEqual(once);
  });
});
