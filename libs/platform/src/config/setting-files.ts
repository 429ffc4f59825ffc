import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Readiness } from '../health/readiness';
import { Metrics } from '../metrics/metrics';
import { Config } from './config';
import { WatchedFile } from './watched-file';
import type { SettingFile, SettingSource } from './watched-file';

/**
 * The files of the settings that count as they are and not as they were at the start. Read, not watched: a mounted
 * file is often a link to a folder that is replaced, and then nothing notifies. A file that is broken leaves the last
 * good one in force: it is reported in the log, by a metric and in `/readyz`, which stays up.
 */
@Injectable()
export class SettingFiles implements OnModuleDestroy {
  private readonly log = new Logger('SettingFiles');
  private readonly files: WatchedFile<unknown>[] = [];
  private readonly timer: NodeJS.Timeout;
  private changes = 0;
  private looking: Promise<void> | undefined;

  constructor(
    @Inject(Config) { settingFilesSeconds }: Config,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.timer = setInterval(() => void this.look(), settingFilesSeconds * 1000).unref();
    const { files } = this;
    new Gauge({
      name: 'truckflow_setting_file_broken',
      help: '1 while a file of the settings, or JWKS_URL, cannot be used and the last good one is in force',
      labelNames: ['setting'],
      registers: [metrics.registry],
      collect() {
        for (const { setting, fault } of files) this.labels({ setting }).set(fault === undefined ? 0 : 1);
      },
    });
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Grows whenever what one of the files says has changed. */
  get version(): number {
    return this.changes;
  }

  /** Reads a file now and from now on. @throws ConfigError when it cannot be used. */
  async watch<T>(file: SettingFile<T>): Promise<WatchedFile<T>> {
    return this.added(await WatchedFile.open(file));
  }

  /** Reads what is no file from now on, as often. */
  follow(source: SettingSource): void {
    this.added(WatchedFile.at(source));
  }

  private added<T>(watched: WatchedFile<T>): WatchedFile<T> {
    if (this.files.length === 0) this.readiness.register('settingFiles', () => this.probe());
    this.files.push(watched);
    return watched;
  }

  /** Looks at all files; a look that is under way is joined. */
  look(): Promise<void> {
    this.looking ??= this.lookAtAll().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookAtAll(): Promise<void> {
    for (const file of this.files) {
      const look = await file.look();
      if (look === 'changed') this.changes += 1;
      if (look === 'changed' || look === 'mended') this.log.log(`${file.setting} was read again and counts`);
      if (look === 'broken')
        this.log.error(`${file.setting} cannot be used, the last good one counts: ${file.fault ?? ''}`);
    }
  }

  private probe(): { up: boolean; detail: Record<string, string> } {
    const states = this.files.map(({ setting, fault }) => [setting, fault === undefined ? 'READ' : 'BROKEN']);
    return { up: true, detail: Object.fromEntries(states) as Record<string, string> };
  }
}
