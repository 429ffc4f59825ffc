import { readFile } from 'node:fs/promises';
import { ConfigError } from './read-config';
import { readSettingFile } from './setting-file';

/** A file that a setting names. `parse` throws what is wrong with a text. */
export interface SettingFile<T> {
  readonly setting: string;
  readonly path: string;
  readonly parse: (text: string) => T | Promise<T>;
}

/** What a look at the file found. */
export type Look = 'same' | 'changed' | 'broken' | 'mended';

/** A file of the settings that is read again while the process runs. What cannot be read changes nothing. */
export class WatchedFile<T> {
  private constructor(
    private readonly file: SettingFile<T>,
    private text: string,
    private current: T,
  ) {}

  /** Why the file as it is now does not count; undefined when it does. */
  fault: string | undefined;

  /** @throws ConfigError when the file cannot be read, or is not what the setting wants. */
  static async open<T>(file: SettingFile<T>): Promise<WatchedFile<T>> {
    const text = readSettingFile(file.setting, file.path);
    try {
      return new WatchedFile(file, text, await file.parse(text));
    } catch (error) {
      const { message } = error as Error;
      throw new ConfigError(`${file.setting} names a file that ${message}: ${file.path}`, { cause: error });
    }
  }

  get setting(): string {
    return this.file.setting;
  }

  /** What the last good text said. */
  get value(): T {
    return this.current;
  }

  /** Reads the file again. Never throws. */
  async look(): Promise<Look> {
    try {
      const text = await readFile(this.file.path, 'utf8');
      const isNew = text !== this.text;
      if (isNew) this.current = await this.file.parse(text);
      this.text = text;
      const wasBroken = this.fault !== undefined;
      this.fault = undefined;
      return isNew ? 'changed' : wasBroken ? 'mended' : 'same';
    } catch (error) {
      const { message } = error as Error;
      const isKnown = this.fault === message;
      this.fault = message;
      return isKnown ? 'same' : 'broken';
    }
  }
}
