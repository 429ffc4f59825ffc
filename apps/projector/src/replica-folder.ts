import { lockUsable } from '#libs/event-store-sqlite';
import type { Config, Metrics, Readiness } from '#libs/platform';
import { DiskSpace, reportDisk } from '#libs/platform';

/**
 * The data folder of a replica, where the log lies on a server and only the views lie here. One process may write
 * them, and the disk is watched. An embedded store sees to both itself.
 */
export class ReplicaFolder {
  private constructor(private readonly closed: () => void) {}

  /** @throws OpenRefused IN_USE, NOT_USABLE */
  static open(config: Config, readiness: Readiness, metrics: Metrics): ReplicaFolder {
    const { dataDir, diskAlarmPercent: alarmPercent, diskStopPercent: stopPercent } = config;
    if (config.eventStoreUrl === undefined) return new ReplicaFolder(() => undefined);
    const lock = lockUsable(dataDir);
    const disk = new DiskSpace(dataDir, { alarmPercent, stopPercent });
    reportDisk(disk, readiness, metrics);
    return new ReplicaFolder(() => {
      disk.close();
      lock.release();
    });
  }

  close(): void {
    this.closed();
  }
}
