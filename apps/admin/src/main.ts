import { CommandFactory } from 'nest-commander';
import { makeFilesPrivate } from '#libs/platform/settings';
import { AdminModule } from './admin.module';
import { ADMIN_CODES, adminErrorOf, EXIT } from './admin-error';
import { isParserEnd } from './command-line';

/* The admin command line: npm run -s admin -- --help */

function fail(error: Error): void {
  if (isParserEnd(error)) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    // Help was asked for or shown: everything is said.
    if (error.exitCode === 0 || error.code === 'commander.help') return;
    process.stderr.write(`USAGE: ${error.message.replace(/^error: /, '')}\n`);
    return;
  }
  const { code, message } = adminErrorOf(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exitCode = ADMIN_CODES[code];
}

// Who closes the output, as `head` does, ends the command; elsewhere the error would have no listener.
process.stdout.on('error', (error: Error) => {
  fail(error);
  process.exit();
});

// Backups and exports hold what the log holds.
makeFilesPrivate();

CommandFactory.run(AdminModule, {
  logger: false,
  abortOnError: false,
  serviceErrorHandler: fail,
  outputConfiguration: { outputError: () => undefined },
}).catch(fail);
