import { accessInWords, rolesOf, SCOPES_IN_WORDS } from '#libs/http-edge';
import type { RouteAccess, Scope } from '#libs/http-edge';
import { ROUTE_ACCESS } from '../../apps/api/src/access/route-access';
import { ROLES } from '../../libs/platform/src/keys/roles';
import type { Role } from '../../libs/platform/src/keys/roles';

const HEAD = `# Who may do what

This page is written from the access table of the server by \`npm run docs:roles\`. \`GET /api/v1/me\` says the same of the
token that asks, and \`x-roles\` in \`openapi.json\` of each route.

A token names roles, and how far they reach: \`gates\`, \`yards\`, \`companies\`, each a list of codes or \`*\` for all; a claim
that is missing names none. A role that is not in the row of a route is refused with 403. What lies outside the reach is
answered like what does not exist, with 404; lists and totals cover what is within. A route without a row is refused to
everyone.

| scope | reaches |
|---|---|
`;

const WRITING = 'POST ';
const MARKS: Readonly<Record<Scope, string>> = {
  all: 'all',
  gate: 'gates',
  yard: 'yards',
  company: 'companies',
  'every-gate': 'every gate',
  'any-gate': 'any gate',
};

type Row = readonly [string, RouteAccess];

/** The access table as a page: a row a route, a column a role, in each cell how far. */
export function rolesPage(): string {
  const rows = Object.entries(ROUTE_ACCESS);
  const behindToken = rows.filter(([, access]) => access.kind === 'token');
  const scopes = (Object.keys(MARKS) as Scope[]).map(
    (scope) => `| ${MARKS[scope]} | ${SCOPES_IN_WORDS[scope]} |`,
  );
  return `${HEAD}${scopes.join('\n')}

## Writing

${table(behindToken.filter(([route]) => route.startsWith(WRITING)))}

## Reading

${table(behindToken.filter(([route]) => !route.startsWith(WRITING)))}

## Without a token

| route | who |
|---|---|
${rows.flatMap(openRow).join('\n')}
`;
}

function table(rows: readonly Row[]): string {
  const used = ROLES.filter((role) => rows.some(([, access]) => scopesOf(access, role).length > 0));
  const head = `| route | ${used.join(' | ')} |\n|---|${used.map(() => '---').join('|')}|`;
  const lines = rows.map(([route, access]) => {
    const cells = used.map((role) =>
      scopesOf(access, role)
        .map((scope) => MARKS[scope])
        .join(', '),
    );
    return `| \`${inBraces(route)}\` | ${cells.join(' | ')} |`;
  });
  return [head, ...lines].join('\n');
}

function scopesOf(access: RouteAccess, role: Role): readonly Scope[] {
  return rolesOf(access).find(([name]) => name === role)?.[1] ?? [];
}

function openRow([route, access]: Row): string[] {
  return access.kind === 'token' ? [] : [`| \`${route}\` | ${accessInWords(access)} |`];
}

function inBraces(route: string): string {
  return route.replace('/api/v1', '').replace(/:(\w+)/g, '{$1}');
}
