import { isRefusedLookUp } from '#libs/http-edge';
import type { AccessTrace, Principal } from '#libs/http-edge';
import type { ImportLine } from './import-line';

/** So many lines of one import are logged one by one, so that no file fills the log. */
const MOST_TOLD = 100;

const ROUTE = '/api/v1/movement-imports';

/** What the id of a line is the id of, by the first word of its command. */
const NAMES: Readonly<Record<string, string>> = {
  'truck-visits': 'visitId',
  'border-gates': 'gate',
  yards: 'yard',
};

/** The traces of what one import named and its sender may not know of. */
export class RefusedLookUps {
  private refused = 0;

  constructor(
    private readonly trace: AccessTrace,
    private readonly principal: Principal,
  ) {}

  /** A line that could be read was refused with this status. */
  note(line: number, { command, id, body }: ImportLine, status: number): void {
    if (!isRefusedLookUp(status)) return;
    this.refused += 1;
    if (this.refused <= MOST_TOLD)
      this.trace.refusedCommand(
        { route: ROUTE, line, command, named: { ...body, ...nameOf(command, id) }, status },
        this.principal,
      );
  }

  /** The import is over. */
  end(): void {
    if (this.refused > MOST_TOLD) this.trace.moreRefused(ROUTE, this.refused - MOST_TOLD, this.principal);
  }
}

function nameOf(command: string, id: string | undefined): object {
  const [noun = ''] = command.split('/');
  const name = NAMES[noun];
  return name === undefined ? {} : { [name]: id };
}
