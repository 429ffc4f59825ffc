import { CommandFactory } from 'nest-commander';
import { AdminModule } from './admin.module';
import { ADMIN_CODES, adminErrorOf, EXIT } from './admin-error';
import { isParserEnd } from './command-line';

/** Carries out the command line of this process, and says on standard error what went wrong. Resolves with the exit code. */
export async function carryOut(): Promise<number> {
  let code: number = EXIT.done;
  const fail = (error: Error): void => {
    code = tellFailure(error);
  };
  const options = {
    logger: false,
    abortOnError: false,
    serviceErrorHandler: fail,
    outputConfiguration: { outputError: () => undefined },
  } as const;
  await CommandFactory.run(AdminModule, options).catch(fail);
  return code;
}

/** Says on standard error why a command ended; the exit code for it. */
export function tellFailure(error: Error): number {
  if (isParserEnd(error)) {
    // Help was asked for or shown: everything is said.
    if (error.exitCode === 0) return EXIT.done;
    if (error.code === 'commander.help') return EXIT.usage;
    process.stderr.write(`USAGE: ${error.message.replace(/^error: /, '')}\n`);
    return EXIT.usage;
  }
  const { code, message } = adminErrorOf(error);
  process.stderr.write(`${code}: ${message}\n`);
  return ADMIN_CODES[code];
}
