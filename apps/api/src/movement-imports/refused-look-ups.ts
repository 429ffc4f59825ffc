import { isRefusedLookUp } from '#libs/http-edge';
import type { AccessTrace, Principal } from '#libs/http-edge';
import type { ImportLine } from './import-line';

/** So many lines of one import are told one by one, so that no file fills the log. */
const MOST_TOLD = 100;

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
      this.trace.refusedLine({ line, command, id, body, status }, this.principal);
  }

  /** The import is over. */
  end(): void {
    if (this.refused > MOST_TOLD) this.trace.moreRefused(this.refused - MOST_TOLD, this.principal);
  }
}
