import type { CommandBus } from '@nestjs/cqrs';
import type { EdgeViews } from '../queries/edge-views';
import { Commands } from './commands';
import type { CommandEnvelope } from './commands';

const NOW = '2021-12-25T07:00:00+07:00';

test('a key is free for another request once its log is gone, and not before', async () => {
  const transacted = { events: [{}], revision: 0n, position: 0n };
  const bus = { execute: () => Promise.resolve(transacted) } as unknown as CommandBus;
  const live = { forks: 0 };
  const views = { live, isKeyReused: () => false };
  const commands = new Commands(bus, views as unknown as EdgeViews);
  const send = async (requestHash: string): Promise<string> => {
    const context = { now: NOW, command: { commandId: 'one', requestHash } };
    const envelope = { body: { at: NOW }, context } as unknown as CommandEnvelope;
    return commands.execute(envelope).then(
      () => 'recorded',
      (error: unknown) => (error as Error).name,
    );
  };
  expect(await send('a')).toBe('recorded');
  expect(await send('b')).toBe('IdempotencyKeyReused');
  live.forks += 1;
  expect(await send('b')).toBe('recorded');
  expect(await send('a')).toBe('IdempotencyKeyReused');
});
