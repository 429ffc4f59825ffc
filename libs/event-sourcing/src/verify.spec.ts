import { someEvents } from '#libs/event-sourcing/testing';
import { UNREADABLE } from './damage';
import type { RecordedEvent } from './event';
import { positionAfter } from './event-mark';
import type { EventReader } from './event-store';
import { MemoryEventStore } from './memory-store';
import { LogCheck, LogFaulty, textOfFault, verify } from './verify';
import type { LogFault, LogFaultReason } from './verify';

/** Six events of two streams, and the same log with some of its events replaced. */
async function logWith(change: (event: RecordedEvent) => RecordedEvent[]): Promise<EventReader> {
  let minute = 0;
  const store = new MemoryEventStore(() => new Date(Date.UTC(2021, 11, 25, 8, minute++)));
  for (let revision = -1n; revision < 2n; revision++) {
    for (const stream of ['a', 'b']) {
      await store.append(stream, someEvents(1), revision === -1n ? 'noStream' : revision);
    }
  }
  const log = (await store.readAll(-1n, 10)).flatMap(change);
  return {
    readStream: (stream, from) => store.readStream(stream, from),
    lastPosition: () => store.lastPosition(),
    readAll: (after, limit) =>
      Promise.resolve(log.filter((event) => event.position > positionAfter(after)).slice(0, limit)),
    readAt: (position) => store.readAt(position),
  };
}

describe('the check of a log by its values', () => {
  it('finds nothing wrong with what a store wrote', async () => {
    const reader = await logWith((event) => [event]);
    await expect(verify(reader, { gapless: true })).resolves.toEqual({ events: 6, streams: 2, fault: null });
  });

  it.each<[name: string, change: (event: RecordedEvent) => RecordedEvent[], reason: LogFaultReason]>([
    ['other data', (event) => [{ ...event, data: { gate: 'CHI_MA' } }], 'CONTENT'],
    [
      'another actor',
      (event) => [{ ...event, metadata: { ...event.metadata, actor: { sub: 'x', agency: null } } }],
      'CONTENT',
    ],
    ['another link', (event) => [{ ...event, metadata: { ...event.metadata, prevHash: null } }], 'CHAIN'],
    ['another number', (event) => [{ ...event, revision: 7n }], 'REVISION'],
    ['another id', (event) => [{ ...event, eventId: 'x' }], 'CONTENT'],
  ])('names the first event with %s', async (_name, change, reason) => {
    const reader = await logWith((event) => (event.position === 3n ? change(event) : [event]));
    const { fault, events } = await verify(reader, { gapless: true });
    expect(fault).toMatchObject({ stream: 'b', position: 3n, reason });
    expect(events).toBe(3);
  });

  it('finds a missing event by the hole, or without that promise by the next of its stream', async () => {
    const reader = await logWith((event) => (event.position === 2n ? [] : [event]));
    const gapless = await verify(reader, { gapless: true });
    const sparse = await verify(reader, { gapless: false });
    expect(gapless.fault).toEqual({ stream: 'b', revision: 1n, position: 3n, reason: 'POSITION' });
    expect(sparse.fault).toEqual({ stream: 'a', revision: 2n, position: 4n, reason: 'REVISION' });
  });

  it('names what is wrong with a stream rather than the hole that shows it', async () => {
    const reader = await logWith((event) => ([2n, 3n].includes(event.position) ? [] : [event]));
    const { fault } = await verify(reader, { gapless: true });
    expect(fault).toEqual({ stream: 'a', revision: 2n, position: 4n, reason: 'REVISION' });
  });
});

describe('a check that goes on behind a fault', () => {
  it('names the first fault of every stream, and no event of it counts from there on', async () => {
    const harm = { type: 'elsewhere', reason: 'deleted', damage: 'DELETED' };
    const reader = await logWith((event) => {
      if (event.position === 2n) return [{ ...event, data: { gate: 'CHI_MA' } }];
      return event.position === 5n ? [{ ...event, type: UNREADABLE, revision: -1n, data: harm }] : [event];
    });
    const check = new LogCheck(true);
    const faults: LogFault[] = [];
    for (const event of await reader.readAll(-1n, 10)) {
      const fault = check.takeRecorded(event);
      if (fault !== null) faults.push(fault);
    }
    expect(faults.map(textOfFault)).toEqual([
      'CONTENT at a revision 1, position 2',
      'DELETED at b, position 5',
    ]);
    expect(check).toMatchObject({ position: 5n, events: 3 });
    expect(new LogFaulty('log', faults).message).toBe('log: CONTENT at a revision 1, position 2, and 1 more');
  });

  it('names the damage of a stream, too, in which only the content of events was changed before', async () => {
    const reader = await logWith((event) => {
      if (event.stream === 'b') return [event];
      if (event.revision < 2n) return [{ ...event, data: { gate: 'CHI_MA' } }];
      return [{ ...event, metadata: { ...event.metadata, prevHash: null } }];
    });
    const check = new LogCheck(false);
    const faults = (await reader.readAll(-1n, 10)).flatMap((event) => check.takeRecorded(event) ?? []);
    expect(faults.map(textOfFault)).toEqual([
      'CONTENT at a revision 0, position 0',
      'CHAIN at a revision 2, position 4',
    ]);
    expect(check.events).toBe(3);
  });
});
