import type { JWTPayload } from 'jose';
import { isReadable, normalText } from '#libs/text';
import { ClaimedCodes } from './principal';
import type { Principal } from './principal';
import { isRole } from '#libs/platform';

const SUBJECT = /^[\x21-\x7e]{1,255}$/;
const CODE = /^.{1,64}$/u;
const MAX_CODES = 1000;

/**
 * The principal a verified token describes. Roles that are not ours are left out: they grant nothing.
 * @throws TypeError when a claim has another shape than the contract says.
 */
export function principalOf(payload: JWTPayload): Principal {
  const { sub } = payload;
  if (typeof sub !== 'string' || !SUBJECT.test(sub)) throw new TypeError('sub');
  const roles = codes(payload['roles'], 'roles').filter(isRole).sort();
  const { agency = null } = payload as { agency?: unknown };
  return {
    sub,
    roles,
    roleText: roles.join(' '),
    agency: agency === null ? null : codeIn(agency, 'agency'),
    gates: new ClaimedCodes(codes(payload['gates'], 'gates')),
    yards: new ClaimedCodes(codes(payload['yards'], 'yards')),
    companies: new ClaimedCodes(codes(payload['companies'], 'companies')),
  };
}

function codes(claim: unknown, name: string): string[] {
  if (claim === undefined) return [];
  const list: unknown = claim === '*' ? ['*'] : claim;
  if (!Array.isArray(list) || list.length > MAX_CODES) throw new TypeError(name);
  return list.map((code: unknown) => codeIn(code, name));
}

/** A code in its one spelling, as bodies and queries have it. */
function codeIn(claim: unknown, name: string): string {
  const code = typeof claim === 'string' && isReadable(claim) ? normalText(claim) : '';
  // Only the star itself means all.
  if (!CODE.test(code) || (code === '*' && claim !== '*')) throw new TypeError(name);
  return code;
}
