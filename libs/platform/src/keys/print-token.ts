import { parseArgs } from 'node:util';
import { decodeJwt } from 'jose';
import { readConfig } from '../config/read-config';
import type { Config } from '../config/config';
import { nearName } from '../near-name';
import { developmentKey } from './development-key';
import { developmentToken } from './development-token';
import type { TokenClaims } from './development-token';
import { isRole, ROLES } from './roles';

// npm run -s token -- --role manager [--gates HUU_NGHI,CHI_MA] …: prints one development token on stdout.

const USAGE = `usage: npm run -s token -- --role ROLE[,ROLE] [--gates G,G|*] [--yards Y,Y|*] [--companies C,C|*]
                           [--agency NAME] [--sub NAME] [--expires 12h]
roles: ${ROLES.join(', ')}`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      role: { type: 'string', multiple: true },
      gates: { type: 'string' },
      yards: { type: 'string' },
      companies: { type: 'string' },
      agency: { type: 'string' },
      sub: { type: 'string' },
      expires: { type: 'string', default: '12h' },
      help: { type: 'boolean', default: false },
    },
  });
  const roles = (values.role ?? []).flatMap((text) => text.split(',')).filter((role) => role !== '');
  if (values.help || roles.length === 0) throw new Error(USAGE);
  roles.forEach(requireRole);
  const claims = {
    sub: values.sub ?? `development-${roles.join('-')}`,
    roles,
    ...(values.agency === undefined ? {} : { agency: values.agency }),
    ...listed('gates', values.gates),
    ...listed('yards', values.yards),
    ...listed('companies', values.companies),
  };
  process.stdout.write(`${await signed(claims, values.expires, readConfig(process.env))}\n`);
}

/** @throws Error with the list of roles, since a role nobody knows would grant nothing without a word. */
function requireRole(role: string): void {
  if (isRole(role)) return;
  const meant = nearName(role, ROLES);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new Error(`there is no role ${role}.${hint} The roles are: ${ROLES.join(', ')}`);
}

/** @throws Error when the span cannot be read, or the server would refuse a token that lives so long. */
async function signed(claims: TokenClaims, expires: string, config: Config): Promise<string> {
  const { tokenIssuer: issuer, tokenAudience: audience, tokenMaxLifetime: longest, environment } = config;
  const key = await developmentKey(environment);
  const token = await developmentToken(key, claims, { issuer, audience, expires }).catch((error: unknown) => {
    throw error instanceof TypeError ? new Error('--expires is a span such as 90m or 12h') : error;
  });
  const { iat = 0, exp = 0 } = decodeJwt(token);
  const seconds = exp - iat;
  if (seconds > 0 && seconds <= longest) return token;
  throw new Error(
    `--expires ${expires} is ${seconds} s: the server takes tokens of at most TOKEN_MAX_LIFETIME=${longest} s`,
  );
}

function listed(claim: string, text: string | undefined): Record<string, string[]> {
  return text === undefined ? {} : { [claim]: text.split(',').filter((one) => one !== '') };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
