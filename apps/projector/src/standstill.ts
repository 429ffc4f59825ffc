/** Views that do not go on though the log does. */
export interface Behind {
  /** When they were first seen behind, RFC 3339 UTC. */
  readonly since: string;
  readonly reason: string;
}

export interface StandstillOptions {
  /** Position that every running view has shown, -1n before the first. */
  readonly position: () => bigint;
  /** RFC 3339 UTC. */
  readonly now: () => string;
  /** Monotonic time in milliseconds. */
  readonly elapsed?: () => number;
}

/** How long views may stand still while the log goes on (P-13). */
export const STANDSTILL_MILLISECONDS = 15_000;

/**
 * Whether the views go on while the log does, whatever keeps them: looked at from outside, so that it does not matter
 * what failed. Views that are behind and move do go on. While nobody can say how far the log is nothing begins.
 */
export class Standstill {
  /** What failed last; reported until the views move. */
  private failure = '';
  private seen: bigint | undefined;
  private stands: { readonly from: number; readonly since: string; last: bigint } | undefined;
  private readonly elapsed: () => number;

  constructor(private readonly options: StandstillOptions) {
    this.elapsed = options.elapsed ?? (() => performance.now());
  }

  failed(reason: string): void {
    this.failure = reason;
  }

  /** To be called every few seconds with how far the log is; undefined when nobody can say. */
  look(last: bigint | undefined): void {
    const position = this.options.position();
    if (position !== this.seen) {
      this.seen = position;
      this.stands = undefined;
      this.failure = '';
    }
    if (last === undefined) return;
    if (last <= position) this.stands = undefined;
    else if (this.stands !== undefined) this.stands.last = last;
    else this.stands = { from: this.elapsed(), since: this.options.now(), last };
  }

  /** Milliseconds that the views have been behind the log without moving; 0 while they move. */
  get duration(): number {
    return this.stands === undefined ? 0 : this.elapsed() - this.stands.from;
  }

  get behind(): Behind | undefined {
    const { stands, failure } = this;
    if (stands === undefined || this.duration < STANDSTILL_MILLISECONDS) return undefined;
    const where = `the views stand at ${this.options.position()}, the log at ${stands.last}`;
    return { since: stands.since, reason: failure === '' ? where : `${where}: ${failure}` };
  }
}
