import { acceptancesOf, hashedStreamOf } from '#libs/event-sourcing';
import { someEvents } from '#libs/event-sourcing/testing';
import { openSqliteEventReader, openSqliteEventStore } from '#libs/event-store-sqlite';
import { runHere } from '../testing/admin-here';
import { newFolder, servedFolder, tamper } from '../testing/data-folder';

/* Who says by `accept-damage` that he has looked at what is wrong with a stream. */

it('records who has looked at what, and refuses what nothing is wrong with', async () => {
  const folder = await servedFolder();
  tamper(folder, "UPDATE event SET prev_hash = 'another' WHERE position = 33");
  const { output: faults } = await runHere(folder, ['verify', '--log-only']);
  const stream = /^fault {2}CHAIN at (\S+) revision 0, position 33$/m.exec(faults)?.[1] ?? '';
  for (const reason of [[], ['--reason', ' '], ['--reason', 'x'.repeat(501)]]) {
    expect(await runHere(folder, ['accept-damage', stream, ...reason])).toMatchObject({
      status: 2,
      errors: expect.stringMatching(/^USAGE: --reason /) as string,
    });
  }
  const args = ['--by', 'shift lead', '--reason', 'looked at'];
  expect(await runHere(folder, ['accept-damage', `${stream}-not`, ...args])).toMatchObject({
    status: 3,
    errors: `NOT_DAMAGED: nothing is wrong with a stream ${stream}-not\n`,
  });
  expect(await runHere(folder, ['accept-damage', stream, ...args])).toEqual({
    status: 0,
    output: `accepted  CHAIN at ${stream} revision 0, position 33\n          by shift lead: looked at\n`,
    errors: '',
  });
  const log = await openSqliteEventReader({ directory: folder });
  const recorded = await log.readStream(acceptancesOf(stream));
  await log.close();
  expect(recorded.events.map(({ data, metadata }) => [data, metadata.actor.sub])).toEqual([
    [{ stream, reason: 'looked at', damage: 'CHAIN' }, 'shift lead'],
  ]);
});

it('names the damage of a claim, which goes on then, and not what else is wrong with it', async () => {
  const [folder, stream] = [newFolder(), hashedStreamOf('claim', 'tractor 12C04567')];
  const log = await openSqliteEventStore({ directory: folder, clock: () => new Date() });
  await log.append(stream, someEvents(3), 'noStream');
  await log.close();
  tamper(folder, "UPDATE event SET data = data || ' ' WHERE revision = 0");
  tamper(folder, "UPDATE event SET prev_hash = 'another' WHERE revision = 2");
  const args = ['--by', 'shift lead', '--reason', 'looked at'];
  expect(await runHere(folder, ['accept-damage', stream, ...args])).toMatchObject({
    output: `accepted  CHAIN at ${stream} revision 2, position 2\n          by shift lead: looked at\nholder    none\n`,
  });
});
