import type { Config } from './config/config';
import { ConfigError, readConfig, settingsHelp } from './config/read-config';

/**
 * The entry of a process: `--help`, or the settings and then `start`, whose answer is printed. A start that fails says
 * in one line what whoever started it can mend: a setting, the data folder, the port.
 */
export function runProcess(command: string, start: (config: Config) => Promise<string>): void {
  if (process.argv.includes('--help')) {
    process.stdout.write(`truckflow: ${command}\n\nSettings, from the environment:\n${settingsHelp()}\n`);
    return;
  }
  Promise.resolve()
    .then(() => start(readConfig(process.env)))
    .then(
      (text) => process.stdout.write(text),
      (error: unknown) => {
        process.stderr.write(`${reasonOf(error)}\n`);
        process.exit(1);
      },
    );
}

/** The store cannot be opened, and the message says why. */
const REFUSED: ReadonlySet<string> = new Set(['OpenRefused', 'KurrentRefused', 'UnusableUrl']);

/** The address and the port to listen on, and the name that stands for the address. */
const OF_LISTENING: ReadonlySet<string> = new Set(['listen', 'getaddrinfo']);

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { syscall = '' } = error as NodeJS.ErrnoException;
  const expected = error instanceof ConfigError || REFUSED.has(error.name) || OF_LISTENING.has(syscall);
  return expected ? error.message : (error.stack ?? error.message);
}
