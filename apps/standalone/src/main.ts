import { runProcess } from '#libs/platform';
import { startStandalone } from './start-standalone';

/** The plain server: `npm start`. */
runProcess('npm start', async (config) => {
  const { address } = await startStandalone(config);
  return (
    `truckflow listens on ${address}, ${config.eventStoreUrl === undefined ? 'data' : 'views'} in ${config.dataDir}\n` +
    `public board ${address}/ · documentation ${address}/docs\n` +
    (config.environment === 'production' ? '' : 'a token: npm run -s token -- --role manager\n')
  );
});
