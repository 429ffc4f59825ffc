import type { Principal } from '../auth/principal';
import type { RouteAccess, Scope } from './route-access';

/** What is asked about a visit: where it is, and whose. */
export interface VisitOwnership {
  readonly gate: string;
  /** The yard it is in, if any. */
  readonly yard?: string | undefined;
  /** Carrier and owners of the goods. */
  readonly companies?: readonly string[];
}

/** `all`, or only these codes. */
export type Visible = 'all' | readonly string[];

/** How far one caller reaches on one route: the scopes of all its roles together. Never wider than its claims. */
export class Reach {
  private constructor(
    private readonly principal: Principal,
    private readonly scopes: ReadonlySet<Scope>,
  ) {}

  /** Undefined when none of the caller's roles is in the route's row. */
  static of(principal: Principal, access: RouteAccess | undefined): Reach | undefined {
    if (access === undefined || access.kind === 'open') return undefined;
    const scopes = new Set<Scope>(principal.roles.flatMap((role) => access.roles[role] ?? []));
    return scopes.size === 0 ? undefined : new Reach(principal, scopes);
  }

  /** No scope at all: manager and auditor. */
  get everything(): boolean {
    return this.scopes.has('all');
  }

  gate(gate: string): boolean {
    return this.scopes.has('any-gate') || this.peopleAt(gate);
  }

  /** May it know who acted at this gate? Whoever reaches any gate knows what the gate shows, and nobody's name. */
  peopleAt(gate: string): boolean {
    return this.everything || (this.scopes.has('gate') && this.principal.gates.has(gate));
  }

  /** May it touch what concerns all gates, such as registering a new one? */
  get everyGate(): boolean {
    return this.everything || (this.scopes.has('every-gate') && this.principal.gates.all);
  }

  /** `ofGate`: the gate the yard belongs to, for those who may see what their gates have. */
  yard(yard: string, ofGate?: string): boolean {
    if (this.everything || (this.scopes.has('yard') && this.principal.yards.has(yard))) return true;
    return ofGate !== undefined && this.gate(ofGate);
  }

  company(codes: readonly string[]): boolean {
    return (
      this.everything ||
      (this.scopes.has('company') && codes.some((code) => this.principal.companies.has(code)))
    );
  }

  /** By any of its scopes. */
  visit({ gate, yard, companies = [] }: VisitOwnership): boolean {
    return this.gate(gate) || (yard !== undefined && this.yard(yard)) || this.company(companies);
  }

  /** For lists and totals: the gates, yards or companies whose rows may be shown. */
  get gates(): Visible {
    return this.scopes.has('any-gate') ? 'all' : this.visible('gate', this.principal.gates);
  }

  get yards(): Visible {
    return this.visible('yard', this.principal.yards);
  }

  get companies(): Visible {
    return this.visible('company', this.principal.companies);
  }

  private visible(scope: Scope, codes: Principal['gates']): Visible {
    if (this.everything) return 'all';
    if (!this.scopes.has(scope)) return [];
    return codes.all ? 'all' : codes.list();
  }
}
