import { runProcess, SetClock } from '#libs/platform/settings';
import type { Config } from '#libs/platform/settings';

/** The plain server: `npm start`. */
runProcess('npm start', async (config) => {
  const { startStandalone } = await import('./start-standalone.js');
  const { address } = await startStandalone(config, clockOf(config));
  return (
    `truckflow listens on ${address}, ${config.eventStoreUrl === undefined ? 'data' : 'views'} in ${config.dataDir}\n` +
    `public board ${address}/ · documentation ${address}/docs\n` +
    (config.environment === 'production' ? '' : 'a token: npm run -s token -- --role manager\n')
  );
});

/** A clock that was set at the start may be set again by the process that started this one. */
function clockOf({ clockAt, clockSpeed }: Config): SetClock | undefined {
  if (clockAt === undefined) return undefined;
  const clock = new SetClock(clockAt, clockSpeed);
  process.on('message', ({ clock: { at, speed } }: ClockMessage) => {
    clock.set(at, speed);
    process.send?.('done');
  });
  return clock;
}

interface ClockMessage {
  /** RFC 3339, and seconds a second. */
  readonly clock: { readonly at: string; readonly speed: number };
}
