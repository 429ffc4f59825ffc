import { parseArgs } from 'node:util';
import { readConfig } from '../config/read-config';
import { developmentKey } from './development-key';
import { developmentToken } from './development-token';

// npm run -s token -- --role manager [--gates HUU_NGHI,CHI_MA] …: prints one development token on stdout.

const USAGE = `usage: npm run -s token -- --role ROLE[,ROLE] [--gates G,G|*] [--yards Y,Y|*] [--companies C,C|*]
                           [--agency NAME] [--sub NAME] [--expires 12h]`;

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
  const config = readConfig(process.env);
  const claims = {
    sub: values.sub ?? `development-${roles.join('-')}`,
    roles,
    ...(values.agency === undefined ? {} : { agency: values.agency }),
    ...listed('gates', values.gates),
    ...listed('yards', values.yards),
    ...listed('companies', values.companies),
  };
  const frame = { issuer: config.tokenIssuer, audience: config.tokenAudience, expires: values.expires };
  process.stdout.write(
    `${await developmentToken(await developmentKey(config.environment), claims, frame)}\n`,
  );
}

function listed(claim: string, text: string | undefined): Record<string, string[]> {
  return text === undefined ? {} : { [claim]: text.split(',').filter((one) => one !== '') };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
