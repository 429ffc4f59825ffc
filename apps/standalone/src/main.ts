import { ConfigError, readConfig, settingsHelp } from '#libs/platform';
import { startStandalone } from './start-standalone';

/** The plain server: `npm start`. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`truckflow: npm start\n\nSettings, from the environment:\n${settingsHelp()}\n`);
    return;
  }
  const config = readConfig(process.env);
  const { address } = await startStandalone(config);
  process.stdout.write(
    `truckflow listens on ${address}, data in ${config.dataDir}\n` +
      `public board ${address}/ · documentation ${address}/docs\n` +
      (config.environment === 'production' ? '' : 'a token: npm run -s token -- --role manager\n'),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
});

/** One line for what whoever starts the server can mend: a setting, the data folder, the port. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { syscall } = error as NodeJS.ErrnoException;
  const expected = error instanceof ConfigError || error.name === 'OpenRefused' || syscall === 'listen';
  return expected ? error.message : (error.stack ?? error.message);
}
