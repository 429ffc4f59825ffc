/* Authorisation table: roles and their scope, a row a route. */

import { AccessTable } from '#libs/http-edge';
import type { RouteAccess, Scopes } from '#libs/http-edge';

const token = (roles: Scopes): RouteAccess => ({ kind: 'token', roles });
const personal = (roles: Scopes): RouteAccess => ({ kind: 'token', roles, personal: true });

const READ_ALL: Scopes = { manager: 'all', auditor: 'all' };
const GATE_STAFF: Scopes = {
  'gate-operator': 'gate',
  'customs-officer': 'gate',
  'health-officer': 'gate',
  'border-guard': 'gate',
  'gate-manager': 'gate',
  integration: 'gate',
};
const STEP: Scopes = { 'gate-operator': 'gate', 'gate-manager': 'gate', integration: 'gate' };
/** Who has yards as well as gates reaches both where a yard may be named. */
const GATE_AND_YARD: Scopes = { 'gate-manager': ['gate', 'yard'], integration: ['gate', 'yard'] };
const ARRIVAL: Scopes = { ...STEP, ...GATE_AND_YARD };
const YARD_STEP: Scopes = { ...ARRIVAL, 'yard-operator': 'yard' };
/** Who looks after the line at the gates and records no step of a truck. */
const OVERSEERS: Scopes = { 'task-force': 'gate', 'traffic-police': 'gate' };
const READ_GATE: Scopes = { ...GATE_STAFF, ...OVERSEERS, ...READ_ALL };
const READ_YARD: Scopes = {
  ...READ_GATE,
  ...GATE_AND_YARD,
  'task-force': ['gate', 'yard'],
  'yard-operator': 'yard',
};
const READ_VISIT: Scopes = { ...READ_YARD, integration: ['gate', 'yard', 'company'], company: 'company' };
const READ_TRAIL: Scopes = { ...READ_GATE, integration: ['gate', 'company'], company: 'company' };
const READ_STATUS: Scopes = { ...READ_GATE, company: 'any-gate' };
const READ_POOL: Scopes = { ...READ_GATE, 'driver-pool-operator': 'gate' };
const GATE_ACT = token({ 'gate-manager': 'gate' });
/** The task force reaches the yards of its gates. */
const YARD_ACT = token({ 'gate-manager': 'yard', 'task-force': ['gate', 'yard'] });
const LANE_ACT = token({ 'gate-manager': 'gate', 'task-force': 'gate' });
const OVERRIDE_REQUEST: Scopes = { 'gate-manager': 'gate', 'task-force': 'gate' };
const OVERRIDE_ANSWER: Scopes = {
  'task-force': 'gate',
  'customs-officer': 'gate',
  'border-guard': 'gate',
  'traffic-police': 'gate',
};
/** A policy of all gates needs all of them. */
const RULES: Scopes = { 'gate-manager': ['gate', 'every-gate'], 'task-force': ['gate', 'every-gate'] };
/** Who is paid, and who waives. */
const READ_FEES: Scopes = { ...READ_ALL, 'gate-manager': ['gate', 'yard'], 'yard-operator': 'yard' };
const ANYONE: Scopes = {
  ...READ_VISIT,
  'driver-pool-operator': 'gate',
};

/**
 * Who may do what, one row a route; a parameter's name does not matter. What has no row is refused to
 * everyone, and a server with such a route does not start. A scope is worth what the claim of its name holds, and a
 * missing claim means none: a gate manager changes the capacity of the yards in `yards`, whatever `gates` says.
 */
export const ROUTE_ACCESS: Readonly<Record<string, RouteAccess>> = {
  'GET /': { kind: 'open', counted: 'page' },
  'GET /livez': { kind: 'open', counted: false },
  'GET /readyz': { kind: 'open', counted: false },
  'GET /startupz': { kind: 'open', counted: false },
  'GET /openapi.json': { kind: 'open', counted: true },
  'GET /docs': { kind: 'open', counted: true },
  'GET /docs/page.js': { kind: 'open', counted: 'page' },
  'GET /docs/page.css': { kind: 'open', counted: 'page' },
  'GET /docs/swagger-ui.css': { kind: 'open', counted: 'page' },
  'GET /docs/swagger-ui-bundle.js': { kind: 'open', counted: 'page' },
  'GET /docs/favicon.png': { kind: 'open', counted: 'page' },
  'GET /metrics': { kind: 'loopback', roles: READ_ALL },

  'POST /api/v1/truck-visits': token(ARRIVAL),
  'POST /api/v1/truck-visits/:visitId/customs-clearance': token({ ...STEP, 'customs-officer': 'gate' }),
  'POST /api/v1/truck-visits/:visitId/disinfection': token({ ...STEP, 'health-officer': 'gate' }),
  'POST /api/v1/truck-visits/:visitId/call-forward': token(STEP),
  'POST /api/v1/truck-visits/:visitId/call-excuse': token(YARD_STEP),
  'POST /api/v1/truck-visits/:visitId/yard-entry': token(YARD_STEP),
  'POST /api/v1/truck-visits/:visitId/yard-exit': token(YARD_STEP),
  'POST /api/v1/truck-visits/:visitId/weighing': token(YARD_STEP),
  'POST /api/v1/truck-visits/:visitId/handover': token({ ...STEP, 'driver-pool-operator': 'gate' }),
  'POST /api/v1/truck-visits/:visitId/container-cut': token(YARD_STEP),
  'POST /api/v1/truck-visits/:visitId/container-lift': token(YARD_STEP),
  'POST /api/v1/truck-visits/:visitId/transload': token(YARD_STEP),
  'POST /api/v1/truck-visits/:visitId/crossing': token({ ...STEP, 'border-guard': 'gate' }),
  'POST /api/v1/truck-visits/:visitId/delivery': token(STEP),
  'POST /api/v1/truck-visits/:visitId/return': token({
    ...STEP,
    'driver-pool-operator': 'gate',
    'border-guard': 'gate',
  }),
  'POST /api/v1/truck-visits/:visitId/turn-back': token({ ...STEP, 'border-guard': 'gate' }),
  'POST /api/v1/truck-visits/:visitId/diversion': token(STEP),
  'POST /api/v1/truck-visits/:visitId/cancellation': token(STEP),
  'POST /api/v1/truck-visits/:visitId/vehicle-change': token(STEP),
  'POST /api/v1/truck-visits/:visitId/hold': token({
    ...STEP,
    'customs-officer': 'gate',
    'health-officer': 'gate',
  }),
  'POST /api/v1/truck-visits/:visitId/hold-lift-confirmation': token({
    'gate-operator': 'gate',
    'gate-manager': 'gate',
    'customs-officer': 'gate',
    'health-officer': 'gate',
    'border-guard': 'gate',
  }),
  'POST /api/v1/truck-visits/:visitId/hold-lift': token({
    ...STEP,
    'customs-officer': 'gate',
    'health-officer': 'gate',
  }),
  'POST /api/v1/truck-visits/:visitId/ticket': token(STEP),
  // Undo: whoever may record a step may correct what he recorded; the decision asks who that was.
  'POST /api/v1/truck-visits/:visitId/correction': token({
    ...GATE_STAFF,
    ...GATE_AND_YARD,
    'driver-pool-operator': 'gate',
    'yard-operator': 'yard',
  }),

  'POST /api/v1/truck-visits/:visitId/payment': token({ 'yard-operator': 'yard' }),
  'POST /api/v1/truck-visits/:visitId/fee-waiver': token({ 'gate-manager': 'gate' }),
  // Undo: whoever may pay or waive may correct what he recorded; the decision asks who that was.
  'POST /api/v1/truck-visits/:visitId/fee-correction': token({
    'gate-manager': 'gate',
    'yard-operator': 'yard',
  }),

  'POST /api/v1/dedicated-drivers': token({ 'driver-pool-operator': 'gate' }),
  'POST /api/v1/border-gates': token({ 'gate-manager': 'every-gate' }),
  'POST /api/v1/border-gates/:gate/suspension': GATE_ACT,
  'POST /api/v1/border-gates/:gate/resumption': GATE_ACT,
  'POST /api/v1/border-gates/:gate/handover-mode': GATE_ACT,
  'POST /api/v1/border-gates/:gate/opening-hours': GATE_ACT,
  'POST /api/v1/border-gates/:gate/clearance-rate': GATE_ACT,
  'POST /api/v1/border-gates/:gate/lane-opening': LANE_ACT,
  'POST /api/v1/border-gates/:gate/lane-closure': LANE_ACT,
  'POST /api/v1/border-gates/:gate/correction': GATE_ACT,
  // Another agency answers what one asked for; the decision asks who that was.
  'POST /api/v1/border-gates/:gate/order-override': token(OVERRIDE_REQUEST),
  'POST /api/v1/border-gates/:gate/order-override-confirmation': token(OVERRIDE_ANSWER),
  'POST /api/v1/border-gates/:gate/order-override-rejection': token(OVERRIDE_ANSWER),
  'POST /api/v1/yards': token({ 'gate-manager': 'every-gate' }),
  'POST /api/v1/yards/:yard/capacity': YARD_ACT,
  'POST /api/v1/yards/:yard/classification': YARD_ACT,
  'POST /api/v1/yards/:yard/amenity': token(YARD_STEP),
  // A corrected registration may name another gate, and that has to be the caller's.
  'POST /api/v1/yards/:yard/correction': token({ 'gate-manager': ['yard', 'gate'] }),
  'POST /api/v1/legal-bases': token(RULES),
  'POST /api/v1/policies': token(RULES),
  'POST /api/v1/policies/:policy/withdrawal': token(RULES),
  'POST /api/v1/tariffs': token({
    'gate-manager': ['gate', 'yard', 'every-gate'],
    'task-force': ['gate', 'yard', 'every-gate'],
  }),
  // Asks, and records nothing.
  'POST /api/v1/fee-simulations': token({ ...READ_FEES, 'task-force': ['gate', 'yard'] }),
  // Each line is judged by the row of its own command.
  'POST /api/v1/movement-imports': token({ 'gate-manager': 'gate', integration: 'gate' }),

  'GET /api/v1/border-gates': token(READ_STATUS),
  'GET /api/v1/border-gates/:gate': token(READ_STATUS),
  'GET /api/v1/border-gates/:gate/calendar': token(READ_STATUS),
  'GET /api/v1/border-gates/:gate/ledger': personal(READ_GATE),
  'GET /api/v1/border-gates/:gate/order-overrides': personal({
    ...OVERRIDE_REQUEST,
    ...OVERRIDE_ANSWER,
    ...READ_ALL,
  }),
  'GET /api/v1/gate-boards': token(READ_GATE),
  'GET /api/v1/gate-boards/:gate/queue': token(READ_POOL),
  'GET /api/v1/gate-boards/:gate/next-calls': token(READ_GATE),
  'GET /api/v1/gate-boards/:gate/dwell-times': token(READ_GATE),
  'GET /api/v1/gate-boards/:gate/throughput': token(READ_GATE),
  'GET /api/v1/gate-boards/:gate/days-to-clear': token(READ_GATE),
  'GET /api/v1/gate-boards/:gate/deviations': token(READ_GATE),
  'GET /api/v1/gate-boards/:gate/overtakings': token(READ_GATE),
  'GET /api/v1/gate-boards/:gate/stream': token(READ_GATE),
  'GET /api/v1/legal-bases': token({ ...RULES, ...READ_ALL }),
  'GET /api/v1/policies': token({ ...RULES, ...READ_ALL }),
  'GET /api/v1/dedicated-drivers': personal(READ_POOL),
  'GET /api/v1/yards': token(READ_YARD),
  'GET /api/v1/yards/metering': token(READ_YARD),
  'GET /api/v1/yards/:yard/occupancy': token(READ_YARD),
  'GET /api/v1/yards/:yard/movements': token(READ_YARD),
  'GET /api/v1/yards/:yard/over-capacity': token(READ_YARD),
  'GET /api/v1/yards/:yard/amenities': token(READ_YARD),
  'GET /api/v1/yards/:yard/trucks': token(READ_YARD),
  'GET /api/v1/tariffs': token({
    ...READ_ALL,
    'gate-manager': 'any-gate',
    'task-force': 'any-gate',
    'yard-operator': 'any-gate',
  }),
  'GET /api/v1/yards/:yard/stays': token(READ_FEES),
  'GET /api/v1/yards/:yard/revenue': token(READ_FEES),
  'GET /api/v1/truck-visits': token(READ_VISIT),
  'GET /api/v1/truck-visits/:visitId': personal(READ_VISIT),
  'GET /api/v1/truck-visits/:visitId/position': token(READ_VISIT),
  'GET /api/v1/truck-visits/:visitId/fees': personal({ ...READ_FEES, company: 'company' }),
  'GET /api/v1/consignments': token(READ_TRAIL),
  'GET /api/v1/consignments/:consignmentId/audit-trail': personal(READ_TRAIL),
  'GET /api/v1/corrections': personal({ ...READ_ALL, 'gate-manager': 'gate' }),
  // For machines: systems of partners by gate, and whoever answers for a gate or for all of them.
  'GET /api/v1/feed': token({ ...READ_ALL, integration: 'gate', 'gate-manager': 'gate' }),
  'GET /api/v1/me': token(ANYONE),
  'GET /api/v1/event-types': token(ANYONE),
  'GET /api/v1/rejection-codes': token(ANYONE),
  'GET /api/v1/public/gate-boards': { kind: 'open', counted: true },
  'GET /api/v1/public/positions/:ticket': { kind: 'open', counted: 'ticket' },
};

export const ACCESS_TABLE = new AccessTable(ROUTE_ACCESS);
