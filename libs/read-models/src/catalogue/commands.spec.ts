import { MemoryEventStore, eventIdOf } from '#libs/event-sourcing';
import type { NewEvent } from '#libs/event-sourcing';
import { bareMetadata } from '#libs/event-sourcing/testing';
import { STEPS } from '#libs/truck-flow';
import { isKeyReused } from '#libs/projections';
import { arrival, event } from '../../testing/given-events';
import { RecordedLog } from '../../testing/recorded-log';
import { describeView, projected } from '../../testing/view-specification';
import type { ViewSpecification } from '../../testing/view-specification';
import { commands } from './commands';

const AT = '2021-12-15T08:00:00+07:00';
const TWO = '00000000-0000-5000-8000-000000000002';
const BEFORE = '00000000-0000-5000-8000-000000000001';
const { requestHash: HASH } = bareMetadata(TWO, 0);
const OTHER = 'f'.repeat(64);
const DATA = { tractor: { plate: 'A1' }, consignments: [], targets: [], lanes: [] };

/** A stream of the category an event type belongs to. */
function streamFor(type: string): string {
  return `${type.slice(0, type.indexOf('.'))}-1`;
}

describeView(
  commands,
  Object.fromEntries(
    commands.types.map((type) => {
      const recorded = event(streamFor(type), type, AT, DATA);
      const row = {
        command_id: bytes(recorded.eventId),
        request_hash: bytes(HASH),
      };
      return [type, ({ given }: ViewSpecification) => given().when(recorded).then([row])];
    }),
  ),
);

describe('commands', () => {
  it('tell another request under a key that recorded something from the same one', async () => {
    const arrived = arrival('v1', AT);
    const db = await new RecordedLog(arrived).views(commands);
    expect(isKeyReused(db, arrived.eventId, OTHER)).toBe(true);
    expect(isKeyReused(db, arrived.eventId, HASH)).toBe(false);
  });

  it('know nothing of a key that recorded nothing', async () => {
    expect(isKeyReused(await new RecordedLog().views(commands), TWO, OTHER)).toBe(false);
  });

  it('have one row for all events of a command, also when a batch ends between them', async () => {
    const store = new MemoryEventStore(() => new Date(0));
    const two = [eventOf(STEPS.arrival, TWO, HASH), eventOf(STEPS.hold, TWO, HASH, 1)];
    await store.append('truckVisit-v1', two, 'noStream');
    const log = await store.readAll(-1n, 2);
    const db = await projected([commands], store, [log.slice(0, 1), log.slice(1)]);
    expect(db.prepare('SELECT count(*) AS n FROM commands').get()).toEqual({ n: 1 });
    expect(isKeyReused(db, TWO, HASH)).toBe(false);
  });

  it('keep both requests that raced under one key, and what their streams held before', async () => {
    const store = new MemoryEventStore(() => new Date(0));
    const [first, second] = [eventOf(STEPS.arrival, BEFORE, HASH), eventOf(STEPS.hold, TWO, OTHER)];
    await store.append('truckVisit-v1', [eventOf(STEPS.arrival, TWO, HASH)], 'noStream');
    // In one append: alone the second would be refused here, as it is not by several processes on one served log.
    await store.append('truckVisit-v2', [first, second], 'noStream');
    const db = await projected([commands], store, [await store.readAll(-1n, 10)]);
    expect(isKeyReused(db, TWO, HASH)).toBe(false);
    expect(isKeyReused(db, TWO, OTHER)).toBe(false);
    expect(isKeyReused(db, BEFORE, OTHER)).toBe(true);
  });

  it('do not count what was written elsewhere for claims', async () => {
    const events = [
      event('truckVisit-v1', 'truckVisit.ArrivalVoided.v1', AT, { byVisit: 'v2' }),
      event('claim-1', 'claim.Claimed.v1', AT, { kind: 'tractor', visitId: 'v2' }),
    ];
    const own = [arrival('v1', AT), arrival('v2', AT)];
    const db = await new RecordedLog(...events, ...own).views(commands);
    const rows = db.prepare('SELECT command_id FROM commands').all();
    expect(rows).toHaveLength(own.length);
    expect(rows).toEqual(expect.arrayContaining(own.map(({ eventId }) => ({ command_id: bytes(eventId) }))));
  });
});

function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll('-', ''), 'hex'));
}

/** The `index`-th event of a command. */
function eventOf(type: string, commandId: string, requestHash: string, index = 0): NewEvent {
  const { data } = type === STEPS.arrival ? arrival('v1', AT) : { data: { cause: 'PAPERS' } };
  const metadata = { ...bareMetadata(commandId, index), requestHash, eventTime: AT };
  return { type, eventId: eventIdOf(commandId, index, ''), data, metadata };
}
