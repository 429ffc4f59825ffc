import { Config } from './config/config';
import { nearSettings } from './config/near-settings';
import { ConfigError, readConfig, settingsHelp } from './config/read-config';
import { failureReason } from './failure-reason';

/**
 * The entry of a process: `--help`, or the settings and then `start`, whose answer is printed. A start that fails says
 * in one line what the operator can mend: a setting, the data folder, the port. `start` loads the program itself,
 * so that help and a wrong setting do not wait for it.
 */
export function runProcess(command: string, start: (config: Config) => Promise<string>): void {
  if (process.argv.includes('--help')) {
    process.stdout.write(`truckflow: ${command}\n\nSettings, from the environment:\n${settingsHelp()}\n`);
    return;
  }
  let config = new Config();
  Promise.resolve()
    .then(() => start((config = readConfig(process.env))))
    .then(
      async (text) => {
        const { Logger } = await import('@nestjs/common');
        const log = new Logger('Settings');
        for (const hint of nearSettings(process.env)) log.warn(hint);
        process.stdout.write(text);
      },
      (error: unknown) => {
        process.stderr.write(`${failureText(error, config, command)}\n`);
        process.exit(1);
      },
    );
}

function failureText(error: unknown, config: Config, command: string): string {
  const reason = failureReason(error, config);
  if (!(error instanceof ConfigError)) return reason;
  return [reason, ...nearSettings(process.env), `all settings: ${command} -- --help`].join('\n');
}
