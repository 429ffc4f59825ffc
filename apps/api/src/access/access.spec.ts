import { ClaimedCodes, Reach } from '#libs/http-edge';
import type { Principal } from '#libs/http-edge';
import type { Role } from '#libs/platform';
import { ROLES } from '#libs/platform';
import { ACCESS_TABLE, ROUTE_ACCESS } from './route-access';

function principal(
  roles: readonly Role[],
  claims: Partial<Record<'gates' | 'yards' | 'companies', string[]>>,
): Principal {
  return {
    sub: 'someone',
    roles,
    roleText: roles.join(' '),
    agency: null,
    gates: new ClaimedCodes(claims.gates ?? []),
    yards: new ClaimedCodes(claims.yards ?? []),
    companies: new ClaimedCodes(claims.companies ?? []),
  };
}

const VISIT = '/api/v1/truck-visits/:visitId';

const FEE_ACTS = ['payment', 'fee-waiver', 'fee-correction'];
/** It asks, and records nothing. */
const ASKING = 'POST /api/v1/fee-simulations';

/** Who may do what: the writing half, role by role. */
const WRITES: Readonly<Record<Role, readonly string[]>> = {
  'gate-operator': ['', ...steps().filter((step) => !FEE_ACTS.includes(step))],
  'yard-operator': [
    'yard-entry',
    'yard-exit',
    'container-cut',
    'container-lift',
    'transload',
    'weighing',
    'call-excuse',
    'payment',
    'fee-correction',
    'correction',
  ],
  'driver-pool-operator': ['handover', 'return', 'correction'],
  'customs-officer': ['customs-clearance', 'hold', 'hold-lift-confirmation', 'hold-lift', 'correction'],
  'health-officer': ['disinfection', 'hold', 'hold-lift-confirmation', 'hold-lift', 'correction'],
  'border-guard': ['crossing', 'turn-back', 'return', 'hold-lift-confirmation', 'correction'],
  'traffic-police': [],
  // Who waives takes no money.
  'gate-manager': ['', ...steps().filter((step) => step !== 'payment')],
  'task-force': [],
  // What a second person confirms, no system does.
  integration: ['', ...steps().filter((step) => ![...FEE_ACTS, 'hold-lift-confirmation'].includes(step))],
  company: [],
  manager: [],
  auditor: [],
};

function steps(): string[] {
  return Object.keys(ROUTE_ACCESS)
    .filter((route) => route.startsWith(`POST ${VISIT}/`))
    .map((route) => route.slice(`POST ${VISIT}/`.length));
}

describe('who may do what', () => {
  test.each(ROLES.map((role) => [role]))('%s writes what the contract says and nothing else', (role) => {
    const allowed = ['', ...steps()].filter((step) => {
      const access = ACCESS_TABLE.rowOf('POST', step === '' ? '/api/v1/truck-visits' : `${VISIT}/${step}`);
      return Reach.of(principal([role], {}), access) !== undefined;
    });
    expect(allowed.sort()).toEqual([...WRITES[role]].sort());
  });

  test('manager and auditor read everything and change nothing', () => {
    for (const [route, access] of Object.entries(ROUTE_ACCESS)) {
      if (access.kind === 'open') continue;
      const reach = Reach.of(principal(['auditor'], {}), access);
      expect([route, reach?.everything]).toEqual([
        route,
        route.startsWith('GET ') || route === ASKING ? true : undefined,
      ]);
    }
  });

  test('every role of a row is bound to a scope, and only manager and auditor to none', () => {
    for (const access of Object.values(ROUTE_ACCESS)) {
      if (access.kind === 'open') continue;
      for (const [role, scope] of Object.entries(access.roles)) {
        expect([role, scope === 'all']).toEqual([role, role === 'manager' || role === 'auditor']);
      }
    }
  });

  test('a route without a row is refused to everyone', () => {
    expect(ACCESS_TABLE.rowOf('DELETE', '/api/v1/truck-visits')).toBeUndefined();
    expect(Reach.of(principal(['manager'], { gates: ['*'] }), undefined)).toBeUndefined();
  });
});

describe('how far someone reaches', () => {
  const crossing = ACCESS_TABLE.rowOf('POST', `${VISIT}/crossing`);
  const readVisit = ACCESS_TABLE.rowOf('GET', VISIT);

  test('an operator of Huu Nghi touches nothing at Tan Thanh', () => {
    const reach = Reach.of(principal(['gate-operator'], { gates: ['HUU_NGHI'] }), crossing);
    expect([reach?.gate('HUU_NGHI'), reach?.gate('TAN_THANH')]).toEqual([true, false]);
    expect(reach?.gates).toEqual(['HUU_NGHI']);
  });

  test('a missing claim means none, a star means all', () => {
    expect(Reach.of(principal(['gate-operator'], {}), crossing)?.gate('HUU_NGHI')).toBe(false);
    expect(Reach.of(principal(['gate-operator'], { gates: ['*'] }), crossing)?.gates).toBe('all');
  });

  test('a company sees visits whose carrier or owner it is, wherever they are', () => {
    const reach = Reach.of(principal(['company'], { companies: ['LONGAN_FRUIT'], gates: ['*'] }), readVisit);
    expect(reach?.visit({ gate: 'CHI_MA', companies: ['OTHER', 'LONGAN_FRUIT'] })).toBe(true);
    expect(reach?.visit({ gate: 'CHI_MA', companies: ['OTHER'] })).toBe(false);
  });

  test('a yard operator sees a visit while it stands in its yard', () => {
    const reach = Reach.of(principal(['yard-operator'], { yards: ['CHI_MA_YARD'] }), readVisit);
    expect(reach?.visit({ gate: 'CHI_MA', yard: 'CHI_MA_YARD' })).toBe(true);
    expect(reach?.visit({ gate: 'CHI_MA', yard: undefined })).toBe(false);
  });

  test('two roles reach as far as both, never further', () => {
    const both = principal(['border-guard', 'yard-operator'], {
      gates: ['CHI_MA'],
      yards: ['TAN_THANH_YARD'],
    });
    const reach = Reach.of(both, crossing);
    expect([reach?.gate('CHI_MA'), reach?.yard('TAN_THANH_YARD')]).toEqual([true, false]);
  });

  test('a new gate needs a manager of all gates', () => {
    const row = ACCESS_TABLE.rowOf('POST', '/api/v1/border-gates');
    expect(Reach.of(principal(['gate-manager'], { gates: ['CHI_MA'] }), row)?.everyGate).toBe(false);
    expect(Reach.of(principal(['gate-manager'], { gates: ['*'] }), row)?.everyGate).toBe(true);
  });
});
