import type { Role } from '#libs/platform';
import type { RouteAccess, Scope } from './route-access';

/** How far a scope reaches, for people. */
export const SCOPES_IN_WORDS: Readonly<Record<Scope, string>> = {
  all: 'everything',
  gate: 'its gates',
  yard: 'its yards',
  company: 'its companies',
  'every-gate': 'all gates at once (`gates` holds `*`)',
  'any-gate': 'any gate',
};

/** The roles of a route with their scopes, in the order of the access table; none where it is open to everyone. */
export function rolesOf(access: RouteAccess): readonly (readonly [Role, readonly Scope[]])[] {
  if (access.kind === 'open') return [];
  const entries = Object.entries(access.roles) as [Role, Scope | readonly Scope[]][];
  return entries.map(([role, scopes]) => [role, [scopes].flat<(Scope | readonly Scope[])[]>()]);
}

/** `everyone`, or each role with how far it reaches. */
export function accessInWords(access: RouteAccess): string {
  if (access.kind === 'open') return 'everyone, without a token';
  const roles = rolesOf(access).map(([role, scopes]) => {
    return `\`${role}\` (${scopes.map((scope) => SCOPES_IN_WORDS[scope]).join(', ')})`;
  });
  const fromHere = access.kind === 'loopback' ? ['without a token from this machine'] : [];
  return [...fromHere, ...roles].join(', ');
}
