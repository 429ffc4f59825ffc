import { Controller } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import type { RequestContext } from '../context/request-context';
import { CommandPost } from '../openapi/route-decorators';
import { IsInstant } from '../validation/fields';
import type { CommandSlice } from './command-slice';
import { bodiesOf, slicesOf } from './slices';

class LampBody {
  @IsInstant()
  readonly at!: string;
}

class SwitchLampCommand extends Command<Transacted> {
  constructor(
    readonly body: LampBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

class SwitchLampHandler {
  execute(): string {
    return 'switched';
  }
}

const slice = (path: string, type: string): CommandSlice<LampBody> => ({
  path,
  summary: 'The lamp is switched',
  body: LampBody,
  example: { at: '2021-12-25T06:40:00+07:00' },
  command: SwitchLampCommand,
  handler: SwitchLampHandler,
  stores: { type },
  envelope: (_id, body, context) => new SwitchLampCommand(body, context),
});

const on = slice('lamps/light', 'lamp.Lit.v1');
const off = slice('lamps/darkness', 'lamp.Darkened.v1');

@Controller('lamps')
class LampController {
  @CommandPost(':lamp/light', on)
  light() {
    return on.path;
  }

  @CommandPost(':lamp/darkness', off)
  darken() {
    return off.path;
  }
}

test('the slices of a controller are those that its methods send, in their order', () => {
  expect(slicesOf(LampController)).toEqual([on, off]);
});

test('every stored type has the body of the slice that stores it; for one that none stores it says what to write', () => {
  const slices = slicesOf(LampController);
  expect(bodiesOf(['lamp.Darkened.v1'], slices)).toEqual({ 'lamp.Darkened.v1': LampBody });
  expect(() => bodiesOf(['lamp.Lit.v1', 'lamp.Broken.v1'], slices)).toThrow(
    /^lamp\.Broken\.v1 comes of no command: write a slice .* and a method for it in the controller/,
  );
});
