import { statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { Gauge } from 'prom-client';
import { StoreFull } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import type { Readiness } from '../health/readiness';
import type { Metrics } from '../metrics/metrics';

/** Percent of the disk that must be free: below the first an operator is called, below the second nothing is appended. */
export interface DiskLimits {
  readonly alarmPercent: number;
  readonly stopPercent: number;
}

type DiskState = 'OK' | 'LOW' | 'FULL';

const LOOK_MILLISECONDS = 5_000;

/**
 * Looks after the space on the disk of the data folder, every few seconds (F-04). With the last percents gone the
 * log stops before the disk is full, because the views, a backup and the operator need room too.
 */
export class DiskSpace {
  private readonly timer: NodeJS.Timeout;
  private free: number;

  /** @throws Error of the file system when the folder is not there */
  constructor(
    private readonly directory: string,
    private readonly limits: DiskLimits,
  ) {
    this.free = shareOf(statfsSync(directory));
    this.timer = setInterval(() => void this.look(), LOOK_MILLISECONDS).unref();
  }

  get state(): DiskState {
    const percent = this.free * 100;
    if (percent < this.limits.stopPercent) return 'FULL';
    return percent < this.limits.alarmPercent ? 'LOW' : 'OK';
  }

  /** Share of the disk that is free, 0 to 1. */
  get freeRatio(): number {
    return this.free;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    // A disk that cannot even be asked is none to write to.
    this.free = await statfs(this.directory).then(shareOf, () => 0);
  }
}

function shareOf({ bavail, blocks }: { readonly bavail: number; readonly blocks: number }): number {
  return bavail / blocks;
}

/** Makes the space known: `truckflow_data_free_ratio`, and in `/readyz`, which stays up because reads go on. */
export function reportDisk(disk: DiskSpace, readiness: Readiness, metrics: Metrics): void {
  const free: Gauge = new Gauge({
    name: 'truckflow_data_free_ratio',
    help: 'Share of the disk of the data folder that is free',
    registers: [metrics.registry],
    collect: () => {
      free.set(disk.freeRatio);
    },
  });
  readiness.register('disk', () => {
    const percent = Math.floor(disk.freeRatio * 1000) / 10;
    return { up: true, detail: { state: disk.state, freePercent: percent } };
  });
}

/** The same store, which takes nothing while the disk has no room to spare. */
export function sparing(store: EventStore, disk: DiskSpace): EventStore {
  const append = store.append.bind(store);
  const close = store.close.bind(store);
  store.append = (stream, events, expectedRevision) =>
    disk.state === 'FULL'
      ? Promise.reject(new StoreFull('the disk of the data folder is nearly full'))
      : append(stream, events, expectedRevision);
  store.close = () => {
    disk.close();
    return close();
  };
  return store;
}
