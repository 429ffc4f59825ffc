import { ClaimedCodes } from '../auth/principal';
import type { Principal } from '../auth/principal';
import type { Role } from '#libs/platform';
import { ROLES } from '#libs/platform';
import { RateLimit } from './rate-limit';
import { Reach } from './reach';
import { accessOf, ROUTE_ACCESS } from './route-access';

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

/** Who may do what: the writing half, role by role. */
const WRITES: Readonly<Record<Role, readonly string[]>> = {
  'gate-operator': ['', ...steps()],
  'yard-operator': ['yard-entry', 'yard-exit', 'container-cut', 'container-lift', 'transload', 'correction'],
  'driver-pool-operator': ['handover', 'return', 'correction'],
  'customs-officer': ['customs-clearance', 'hold', 'hold-lift-confirmation', 'hold-lift', 'correction'],
  'health-officer': ['disinfection', 'hold', 'hold-lift-confirmation', 'hold-lift', 'correction'],
  'border-guard': ['crossing', 'turn-back', 'return', 'hold-lift-confirmation', 'correction'],
  'gate-manager': ['', ...steps()],
  // What a second person confirms, no system does.
  integration: ['', ...steps().filter((step) => step !== 'hold-lift-confirmation')],
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
      const access = accessOf('POST', step === '' ? '/api/v1/truck-visits' : `${VISIT}/${step}`);
      return Reach.of(principal([role], {}), access) !== undefined;
    });
    expect(allowed.sort()).toEqual([...WRITES[role]].sort());
  });

  test('manager and auditor read everything and change nothing', () => {
    for (const [route, access] of Object.entries(ROUTE_ACCESS)) {
      if (access.kind === 'open') continue;
      const reach = Reach.of(principal(['auditor'], {}), access);
      expect([route, reach?.everything]).toEqual([route, route.startsWith('GET ') ? true : undefined]);
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
    expect(accessOf('DELETE', '/api/v1/truck-visits')).toBeUndefined();
    expect(Reach.of(principal(['manager'], { gates: ['*'] }), undefined)).toBeUndefined();
  });
});

describe('how far someone reaches', () => {
  const crossing = accessOf('POST', `${VISIT}/crossing`);
  const readVisit = accessOf('GET', VISIT);

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
    const row = accessOf('POST', '/api/v1/border-gates');
    expect(Reach.of(principal(['gate-manager'], { gates: ['CHI_MA'] }), row)?.everyGate).toBe(false);
    expect(Reach.of(principal(['gate-manager'], { gates: ['*'] }), row)?.everyGate).toBe(true);
  });
});

describe('rate limit', () => {
  test('counts a key up to its limit within a minute, and tells when to come back', () => {
    const limit = new RateLimit(2);
    expect([0, 1000, 2000, 59_500].map((now) => limit.hit('a', now))).toEqual([0, 0, 58, 1]);
    expect(limit.hit('b', 2000)).toBe(0);
    expect(limit.hit('a', 60_000)).toBe(0);
  });

  test('forgets the oldest of too many keys and goes on counting all others', () => {
    const limit = new RateLimit(1, 100);
    for (let key = 0; key < 100; key += 1) limit.hit(`key-${key}`, key);
    limit.hit('one too many', 100);
    expect(limit.hit('key-0', 101)).toBe(0);
    for (let key = 2; key < 100; key += 1) expect(limit.hit(`key-${key}`, 102)).toBe(60);
  });

  test('makes no room at the cost of a key that began a new window', () => {
    const limit = new RateLimit(1, 2);
    limit.hit('a', 0);
    limit.hit('b', 1_000);
    limit.hit('a', 60_000);
    limit.hit('c', 60_500);
    expect(limit.hit('a', 60_600)).toBeGreaterThan(0);
  });
});
