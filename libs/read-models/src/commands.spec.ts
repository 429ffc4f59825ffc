import { STEPS } from '#libs/truck-flow';
import { commandOf, commands } from './commands';
import { RecordedLog } from './recorded-log.fixture';

const AT = '2021-12-15T08:00:00+07:00';

/** A stream of each category, and the event types that are recorded in it. */
const STREAMS: Record<string, readonly string[]> = {
  'truckVisit-v1': commands.types.filter((type) => type.startsWith('truckVisit.')),
  'borderGate-TEST_GATE': commands.types.filter((type) => type.startsWith('borderGate.')),
  'yard-TEST_YARD': commands.types.filter((type) => type.startsWith('yard.')),
  'dedicatedDriver-D1': commands.types.filter((type) => type.startsWith('dedicatedDriver.')),
};

const TYPES = Object.entries(STREAMS).flatMap(([stream, types]) =>
  types.map((type) => [type, stream] as const),
);

describe('commands', () => {
  it.each(TYPES)('finds the stream of the command that recorded %s', async (type, stream) => {
    const log = new RecordedLog();
    await log.record(stream, type, AT, { tractor: { plate: 'A1' }, consignments: [], targets: [], lanes: [] }, { command: 'known' });
    const db = await log.views(commands);
    const [row] = db.prepare('SELECT command_id FROM commands').all();
    expect(commandOf(db, row?.['command_id'] as string)).toEqual({
      stream,
      requestHash: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
      firstRevision: '0',
      lastRevision: '0',
      position: '0',
    });
  });

  it('knows nothing of a command that recorded nothing', async () => {
    expect(commandOf(await new RecordedLog().views(commands), 'nobody')).toBeUndefined();
  });

  it('grows with the events of one command that come in two batches', async () => {
    const log = new RecordedLog();
    await log.arrival('v1', AT, {}, { command: 'two' });
    await log.step('v1', 'hold', AT, { cause: 'PAPERS' }, { command: 'two' });
    const db = await log.views(commands);
    expect(db.prepare('SELECT first_revision, last_revision, position FROM commands').all()).toEqual([
      { first_revision: '0', last_revision: '1', position: '1' },
    ]);
  });

  it('leaves out what a command wrote to another visit for its claims', async () => {
    const log = new RecordedLog();
    await log.record(
      'truckVisit-v1',
      'truckVisit.ArrivalVoided.v1',
      AT,
      { byVisit: 'v2' },
      { command: 'second' },
    );
    await log.record(
      'claim-1',
      'claim.Claimed.v1',
      AT,
      { kind: 'tractor', visitId: 'v2' },
      { command: 'second' },
    );
    await log.arrival('v2', AT, {}, { command: 'second' });
    const db = await log.views(commands);
    expect(db.prepare('SELECT stream FROM commands').all()).toEqual([{ stream: 'truckVisit-v2' }]);
  });

  it('covers every step', () => {
    expect(commands.types).toEqual(expect.arrayContaining(Object.values(STEPS)));
  });
});
