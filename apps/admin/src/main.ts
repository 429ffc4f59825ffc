import { makeFilesPrivate } from '#libs/platform/settings';
import { carryOut, tellFailure } from './carry-out';

/* The admin command line: npm run -s admin -- --help */

// Who closes the output, as `head` does, ends the command; elsewhere the error would have no listener.
process.stdout.on('error', (error: Error) => {
  process.exit(tellFailure(error));
});

// Backups and exports hold what the log holds.
makeFilesPrivate();

void carryOut().then((code) => {
  process.exitCode = code;
});
