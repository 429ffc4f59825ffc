import { Controller, Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import type { RequestContext } from '../context/request-context';
import { CommandPost } from '../openapi/route-decorators';
import { IsInstant } from '../validation/fields';
import type { CommandSlice } from './command-slice';
import { RouteCheck } from './route-check';

class BellBody {
  @IsInstant()
  readonly at!: string;
}

class RingBellCommand extends Command<Transacted> {
  constructor(
    readonly body: BellBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RingBellCommand)
class RingBellHandler {
  execute(): Promise<Transacted> {
    return Promise.reject(new Error('nobody sends it here'));
  }
}

@CommandHandler(RingBellCommand)
class AnotherRingBellHandler extends RingBellHandler {}

const ringing: CommandSlice<BellBody> = {
  path: 'bells/ringing',
  summary: 'The bell is rung',
  body: BellBody,
  example: { at: '2021-12-25T06:40:00+07:00' },
  command: RingBellCommand,
  handler: RingBellHandler,
  stores: { type: 'bell.Rung.v1' },
  envelope: (_id, body, context) => new RingBellCommand(body, context),
};

@Controller('bells')
class BellsController {
  @CommandPost(':bell/ringing', ringing)
  ring() {
    return ringing.path;
  }
}

@Controller('bells')
class OddController {
  @CommandPost(':bell/tolling', ringing)
  toll() {
    return ringing.path;
  }
}

@Controller('elsewhere')
class ElsewhereController {}

@Module({ imports: [DiscoveryModule], providers: [RouteCheck] })
class AppModule {}

async function start(controllers: Type[], providers: Type[]): Promise<void> {
  const root = { module: AppModule, controllers, providers };
  const app = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
  await app.close();
}

test('an application starts when each of its commands has one handler', async () => {
  await expect(start([BellsController], [RingBellHandler])).resolves.toBeUndefined();
});

test('the routes of another application in the same process need no handler in this one', async () => {
  await expect(start([ElsewhereController], [])).resolves.toBeUndefined();
});

test('an application does not start with a command that has no handler, or two', async () => {
  await expect(start([BellsController], [])).rejects.toThrow('RingBellCommand has no handler: add it');
  await expect(start([BellsController], [RingBellHandler, AnotherRingBellHandler])).rejects.toThrow(
    'RingBellCommand has the handlers RingBellHandler, AnotherRingBellHandler',
  );
});

test('a method with another path than its slice is told with every other fault, in one line', async () => {
  await expect(start([OddController], [])).rejects.toThrow(
    /^RingBellCommand has no handler: .*; OddController has bells\/tolling for the slice bells\/ringing: [^\n]*$/,
  );
});
