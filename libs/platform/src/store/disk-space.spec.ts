import { tmpdir } from 'node:os';
import { MemoryEventStore, StoreFull } from '#libs/event-sourcing';
import { someEvents } from '#libs/event-sourcing/testing';
import { Readiness } from '../health/readiness';
import { Metrics } from '../metrics/metrics';
import { DiskSpace, reportDisk, sparing } from './disk-space';

const disks: DiskSpace[] = [];
function diskWith(alarmPercent: number, stopPercent: number): DiskSpace {
  const disk = new DiskSpace(tmpdir(), { alarmPercent, stopPercent });
  disks.push(disk);
  return disk;
}

afterAll(() => {
  for (const disk of disks) disk.close();
});

describe('the space on the disk', () => {
  it.each([
    [0, 0, 'OK'],
    [100, 0, 'LOW'],
    [100, 100, 'FULL'],
  ])('with an alarm below %d %% and a stop below %d %% is %s', (alarm, stop, state) => {
    expect(diskWith(alarm, stop).state).toBe(state);
  });

  it('is told as a metric and in the readiness, which stays up for reads', async () => {
    const [readiness, metrics] = [new Readiness(), new Metrics()];
    reportDisk(diskWith(100, 100), readiness, metrics);
    const text = await metrics.registry.getSingleMetricAsString('truckflow_data_free_ratio');
    expect(Number(/ ([0-9.e-]+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
    expect(readiness.probes.get('disk')?.()).toMatchObject({ up: true, detail: { state: 'FULL' } });
  });

  it('stops appends when it is used up, while reads go on', async () => {
    const store = new MemoryEventStore(() => new Date());
    await store.append('a', someEvents(1), 'noStream');
    const spared = sparing(store, diskWith(100, 100));
    await expect(spared.append('a', someEvents(1), 0n)).rejects.toBeInstanceOf(StoreFull);
    await expect(spared.readStream('a')).resolves.toMatchObject({ revision: 0n });
    await spared.close();
  });

  it('lets appends through while there is some', async () => {
    const store = sparing(new MemoryEventStore(() => new Date()), diskWith(100, 0));
    await expect(store.append('a', someEvents(1), 'noStream')).resolves.toMatchObject({ revision: 0n });
    await store.close();
  });
});
