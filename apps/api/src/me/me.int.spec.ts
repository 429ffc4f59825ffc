import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface Me {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly gates: readonly string[];
  readonly issuedAt: string;
  readonly expires: string;
  readonly may: readonly {
    readonly method: string;
    readonly path: string;
    readonly scope: readonly string[];
  }[];
}

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

async function me(role: string, claims: object = {}): Promise<Me> {
  const answer = await border.get('/me', await border.token(role, claims));
  expect(answer.statusCode).toBe(200);
  expect(DocumentedAnswers.of(border.app).faultsOf('/me', answer.json())).toEqual([]);
  return answer.json<Me>();
}

function routesOf({ may }: Me, method: string): string[] {
  return may.filter((route) => route.method === method).map(({ path }) => path.replace('/api/v1/', ''));
}

test('a border guard is told who it is, until when, and the steps it may record', async () => {
  const guard = await me('border-guard', { sub: 'guard-7', agency: 'BORDER_GUARD', gates: ['HUU_NGHI'] });
  expect(guard).toMatchObject({
    sub: 'guard-7',
    agency: 'BORDER_GUARD',
    roles: ['border-guard'],
    gates: ['HUU_NGHI'],
    yards: [],
    companies: [],
  });
  expect(Date.parse(guard.expires) - Date.parse(guard.issuedAt)).toBe(24 * 3_600_000);
  expect(routesOf(guard, 'POST')).toEqual([
    ...['crossing', 'return', 'turn-back', 'hold-lift-confirmation', 'correction'].map(
      (step) => `truck-visits/{visitId}/${step}`,
    ),
    'border-gates/{gate}/order-override-confirmation',
    'border-gates/{gate}/order-override-rejection',
  ]);
  expect(guard.may.find(({ path }) => path.endsWith('/crossing'))?.scope).toEqual(['gate']);
});

test('what is listed is let in, and what is not is refused', async () => {
  const token = await border.token('company', { companies: ['LONGAN_FRUIT'] });
  const allowed = routesOf(await me('company', { companies: ['LONGAN_FRUIT'] }), 'GET');
  expect(allowed).toContain('truck-visits');
  expect(allowed).not.toContain('gate-boards');
  expect((await border.get('/truck-visits?plate=12C-045.67', token)).statusCode).toBe(200);
  expect((await border.get('/gate-boards', token)).statusCode).toBe(403);
});

test('an auditor reads everything and records nothing; a star stands for all', async () => {
  const auditor = await me('auditor');
  // A simulation records nothing.
  expect(routesOf(auditor, 'POST')).toEqual(['fee-simulations']);
  expect(new Set(auditor.may.flatMap(({ scope }) => scope))).toEqual(new Set(['all']));
  expect((await me('gate-manager', { gates: ['*'] })).gates).toEqual(['*']);
});

test('who has no token is nobody', async () => {
  const answer = await border.app.inject({ method: 'GET', url: '/api/v1/me' });
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([401, 'TOKEN_MISSING']);
});
