import { readFileSync } from 'node:fs';
import { ConfigError } from './read-config';

/** The text of the file that a setting names. @throws ConfigError naming the setting */
export function readSettingFile(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { message } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${setting} names a file that cannot be read: ${message}`, { cause: error });
  }
}
