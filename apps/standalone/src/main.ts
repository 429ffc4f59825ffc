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
  const expected = error instanceof ConfigError || (error instanceof Error && error.name === 'OpenRefused');
  process.stderr.write(
    `${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
