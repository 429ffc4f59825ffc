import { runProcess } from '#libs/platform/settings';

/** The publisher as a process of its own: `npm run publisher`. The embedded store admits one process only. */
runProcess('npm run publisher', async (config) => {
  const { startPublisher } = await import('./start-publisher.js');
  const app = await startPublisher(config, { exclusive: config.eventStoreUrl === undefined });
  return `truckflow publisher: probes and metrics on ${await app.getUrl()}\n`;
});
