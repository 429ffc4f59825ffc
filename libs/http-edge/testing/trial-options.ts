import { AccessTable } from '../src/access/route-access';
import type { RouteAccess } from '../src/access/route-access';
import { DOCS_FILES } from '../src/openapi/docs-page';
import type { EdgeOptions } from '../src/edge.module';
import type { EdgeViews } from '../src/queries/edge-views';
import { CODE_PATTERN } from '../src/validation/fields';

/* What the trial slices have behind the edge: a table of access, two refusals, and no views. */

const page: RouteAccess = { kind: 'open', counted: true };
const part: RouteAccess = { kind: 'open', counted: 'page' };
const uncounted: RouteAccess = { kind: 'open', counted: false };
const operators: RouteAccess = { kind: 'token', roles: { 'gate-operator': 'gate' } };

const ROWS: Readonly<Record<string, RouteAccess>> = {
  ...Object.fromEntries(Object.keys(DOCS_FILES).map((path) => [`GET ${path}`, part])),
  'GET /docs': page,
  'GET /openapi.json': page,
  'GET /livez': uncounted,
  'GET /readyz': uncounted,
  'GET /startupz': uncounted,
  'GET /metrics': { kind: 'loopback', roles: { auditor: 'all' } },
  'POST /api/v1/truck-visits/:visitId/customs-clearance': operators,
  'GET /api/v1/gate-boards': operators,
  'GET /api/v1/gate-boards/:gate/queue': operators,
  'GET /api/v1/gate-boards/:gate/stream': operators,
  'GET /api/v1/public/gate-boards': page,
};

/** What the trial's domain refuses. */
export class TrialRejection extends Error {
  readonly extra = {};

  constructor(
    readonly code: 'GATE_SUSPENDED' | 'VISIT_NOT_FOUND',
    readonly detail: string,
  ) {
    super(detail);
  }
}

const title = { vi: 'Bị từ chối', zh: '被拒绝', en: 'Refused' };

const NO_VIEWS = {
  isHeld: false,
  read: (_names: unknown, query: () => object) => query(),
  snapshot: () => ({ close: () => undefined }),
};

export const TRIAL_OPTIONS: EdgeOptions = {
  access: new AccessTable(ROWS),
  refusals: {
    kinds: {
      GATE_SUSPENDED: { status: 409, class: 'STATE', title },
      VISIT_NOT_FOUND: { status: 404, class: 'UNKNOWN', title },
    },
    refusalIn: (error) => (error instanceof TrialRejection ? error : undefined),
  },
  description: {
    title: 'trial',
    description: 'Slices that try the edge.',
    tags: [],
    tagOf: () => 'trial',
    bodyExamples: {},
    commandAnswerExample: {},
    problemExample: {},
    problemMembers: {},
  },
  traced: { ids: { gate: CODE_PATTERN }, personal: /never/ },
  openToAll: /^\/openapi\.json$/,
  views: {
    useFactory: (): EdgeViews => ({
      live: {
        reader: NO_VIEWS,
        behindSince: undefined,
        lostUpTo: -1n,
        forks: 0,
      } as unknown as EdgeViews['live'],
      isKeyReused: () => false,
      textOfList: (list) => JSON.stringify(list),
      signOfList: (list) => JSON.stringify(list),
      standsUntil: () => undefined,
      localText: (_zone, instant) => new Date(instant).toISOString(),
    }),
  },
};
