import { bodyValidator, canonicalText, Reach, Refusal, requestContext } from '#libs/http-edge';
import type { BodyValidator, Caller, CommandEnvelope, CommandSlice, RouteAccess } from '#libs/http-edge';
import { ACCESS_TABLE } from '../access/route-access';
import type { ImportLine } from './import-line';

/** A command as import lines name it. */
interface LineCommand {
  readonly slice: CommandSlice;
  readonly validate: BodyValidator<object>;
  readonly access: RouteAccess | undefined;
  /** Does the path name a visit, gate or yard? */
  readonly named: boolean;
}

const VISIBLE_ASCII_KEY = /^[\x21-\x7e]{1,255}$/;

/** The commands an import may hold, each judged by the shape and the access row of its own route. */
export class LineCommands {
  private readonly commands: ReadonlyMap<string, LineCommand>;

  constructor(slices: readonly CommandSlice[]) {
    this.commands = new Map(slices.map((slice) => [slice.path, lineCommand(slice)]));
  }

  /** The envelope of a line; `id` in its one spelling. @throws Refusal, as the route itself would answer. */
  envelopeOf({ key, command, body, device }: ImportLine, id: string, caller: Caller): CommandEnvelope {
    if (!VISIBLE_ASCII_KEY.test(key)) {
      throw Refusal.of('IDEMPOTENCY_KEY_INVALID', '/key', 'key is 1 to 255 visible ASCII characters');
    }
    const known = this.commands.get(command);
    if (known === undefined)
      throw Refusal.of('COMMAND_UNKNOWN', '/command', 'command is a path of a command without its ids');
    if (known.named === (id === '')) {
      throw Refusal.of('ID_MISPLACED', '/id', `${command} names ${known.named ? 'an' : 'no'} id`);
    }
    const reach = Reach.of(caller.principal, known.access);
    if (reach === undefined) throw new Refusal('FORBIDDEN', 'none of the roles of this token may do this');
    const context = requestContext({
      ...caller,
      reach,
      key,
      method: 'POST',
      path: pathOf(command, id),
      bodyText: canonicalText(body),
      device: device === undefined ? null : { id: device.id, sequence: device.sequence ?? null },
      correlation: null,
      source: 'IMPORT',
    });
    return known.slice.envelope(id, known.validate(body), context);
  }
}

function lineCommand(slice: CommandSlice): LineCommand {
  const named = slice.path.includes('/');
  const route = named ? pathOf(slice.path, ':id') : pathOf(slice.path, '');
  return { slice, validate: bodyValidator(slice.body), access: ACCESS_TABLE.rowOf('POST', route), named };
}

/** `truck-visits/crossing` of a visit is `/api/v1/truck-visits/<id>/crossing`. */
function pathOf(command: string, id: string): string {
  const [noun = '', verb] = command.split('/');
  return verb === undefined ? `/api/v1/${noun}` : `/api/v1/${noun}/${id}/${verb}`;
}
