import type { Role } from '#libs/platform';

/** Codes a claim names: all of them (`"*"`), or these. A missing claim names none. */
export class ClaimedCodes {
  private readonly codes: ReadonlySet<string>;

  constructor(codes: readonly string[]) {
    this.codes = new Set(codes);
  }

  get all(): boolean {
    return this.codes.has('*');
  }

  has(code: string): boolean {
    return this.codes.has('*') || this.codes.has(code);
  }

  /** The codes by name; meaningless when `all`. */
  list(): readonly string[] {
    return [...this.codes];
  }
}

/** Who sent a request, as the token says. */
export interface Principal {
  readonly sub: string;
  readonly roles: readonly Role[];
  /** The roles, sorted, joined by one space, as events keep them. */
  readonly roleText: string;
  readonly agency: string | null;
  readonly gates: ClaimedCodes;
  readonly yards: ClaimedCodes;
  readonly companies: ClaimedCodes;
}
