import { MemoryEventStore, eventIdOf } from '#libs/event-sourcing';
import { bareMetadata } from '#libs/event-sourcing/testing';
import { STEPS } from '#libs/truck-flow';
import { arrival, event } from '../testing/given-events';
import { RecordedLog } from '../testing/recorded-log';
import { describeView, projected } from '../testing/view-specification';
import type { ViewSpecification } from '../testing/view-specification';
import { commandOf, commands } from './commands';

const AT = '2021-12-15T08:00:00+07:00';
const TWO = '00000000-0000-5000-8000-000000000002';
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
        command_id: recorded.eventId,
        stream: recorded.stream,
        first_revision: '0',
        last_revision: '0',
      };
      return [type, ({ given }: ViewSpecification) => given().when(recorded).then([row])];
    }),
  ),
);

describe('commands', () => {
  it('are found with what they asked for and where they were recorded', async () => {
    const arrived = arrival('v1', AT);
    const db = await new RecordedLog(arrived).views(commands);
    expect(commandOf(db, arrived.eventId)).toEqual({
      stream: 'truckVisit-v1',
      requestHash: bareMetadata('', 0).requestHash,
      firstRevision: '0',
      lastRevision: '0',
      position: '0',
    });
  });

  it('are unknown when they recorded nothing', async () => {
    expect(commandOf(await new RecordedLog().views(commands), 'nobody')).toBeUndefined();
  });

  it('have one row for all their events, also when a batch ends between them', async () => {
    const store = new MemoryEventStore(() => new Date(0));
    const { data } = arrival('v1', AT);
    const two = [STEPS.arrival, STEPS.hold].map((type, index) => ({
      type,
      eventId: eventIdOf(TWO, index),
      data: type === STEPS.arrival ? data : { cause: 'PAPERS' },
      metadata: { ...bareMetadata(TWO, index), eventTime: AT },
    }));
    await store.append('truckVisit-v1', two, 'noStream');
    const log = await store.readAll(-1n, 2);
    const db = await projected([commands], store, [log.slice(0, 1), log.slice(1)]);
    expect(commandOf(db, TWO)).toMatchObject({ firstRevision: '0', lastRevision: '1', position: '1' });
  });

  it('are not found in what they wrote elsewhere for their claims', async () => {
    const events = [
      event('truckVisit-v1', 'truckVisit.ArrivalVoided.v1', AT, { byVisit: 'v2' }),
      event('claim-1', 'claim.Claimed.v1', AT, { kind: 'tractor', visitId: 'v2' }),
    ];
    const db = await new RecordedLog(...events, arrival('v2', AT)).views(commands);
    expect(db.prepare('SELECT stream FROM commands').all()).toEqual([{ stream: 'truckVisit-v2' }]);
  });
});
