import { readFile } from 'node:fs/promises';
import { ConfigError } from './read-config';
import { readSettingFile } from './setting-file';

/** A file that a setting names. `parse` throws what is wrong with a text. */
export interface SettingFile<T> {
  readonly setting: string;
  readonly path: string;
  readonly parse: (text: string) => T | Promise<T>;
}

/** What a setting names and what is read as a file is, from elsewhere. Nothing of it is read at the start. */
export interface SettingSource {
  readonly setting: string;
  /** What it says now. Rejects when it cannot be read, or is not what the setting wants. */
  readonly read: () => Promise<string>;
}

/** What a look at the file found. */
export type Look = 'same' | 'changed' | 'broken' | 'mended';

/** A file of the settings that is read again while the process runs. What cannot be read changes nothing. */
export class WatchedFile<T> {
  private constructor(
    readonly setting: string,
    private readonly source: Pick<SettingSource, 'read'> & Pick<SettingFile<T>, 'parse'>,
    private text: string,
    private current: T,
  ) {}

  /** Why the file as it is now does not count; undefined when it does. */
  fault: string | undefined;

  /** @throws ConfigError when the file cannot be read, or is not what the setting wants. */
  static async open<T>(file: SettingFile<T>): Promise<WatchedFile<T>> {
    const { setting, path, parse } = file;
    const text = readSettingFile(setting, path);
    try {
      const source = { parse, read: () => readFile(path, 'utf8') };
      return new WatchedFile(setting, source, text, await parse(text));
    } catch (error) {
      const { message } = error as Error;
      throw new ConfigError(`${setting} names a file that ${message}: ${path}`, { cause: error });
    }
  }

  /** Its value is the text itself. */
  static at({ setting, read }: SettingSource): WatchedFile<string> {
    return new WatchedFile(setting, { read, parse: (text) => text }, '', '');
  }

  /** What the last good text said. */
  get value(): T {
    return this.current;
  }

  /** Reads the file again. Never throws. */
  async look(): Promise<Look> {
    try {
      const text = await this.source.read();
      const isNew = text !== this.text;
      if (isNew) this.current = await this.source.parse(text);
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
