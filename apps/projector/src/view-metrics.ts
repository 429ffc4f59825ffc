/* Prometheus metrics that are read from the views at each scrape. */
import { Gauge } from 'prom-client';
import type { Metric, MetricObjectWithValues, MetricValueWithName, Registry } from 'prom-client';
import { StoreUnavailable } from '#libs/event-sourcing';
import { dwellDistributions, gateCodes, imbalancesAt, queueLength } from '#libs/read-models';
import type { ViewsReader } from '#libs/projections';
import type { DwellDistribution } from '#libs/read-models';
import type { ProjectorThread } from './projector-thread';
import type { Standstill } from './standstill';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Upper bounds of the dwell buckets, in seconds: five minutes to ten days. */
const DWELL_BOUNDS = [
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  ...[1, 2, 4, 8, 16, 24, 48, 120, 240].map((h) => h * HOUR),
];

export interface MeasuredViews {
  readonly thread: ProjectorThread;
  readonly now: () => number;
  readonly lastPosition: () => Promise<bigint>;
  readonly standstill: Pick<Standstill, 'duration'>;
}

/** Registers the numbers that are read from the views at each scrape; labels are codes, never plates or ids. */
export function registerViewMetrics(registry: Registry, measured: MeasuredViews): void {
  const { thread, now, lastPosition, standstill } = measured;
  const read = ifReady(thread.reader);
  gauge(registry, {
    name: 'truckflow_gate_queue_trucks',
    help: 'Trucks waiting at the gate before handover or transfer',
    labelNames: ['gate', 'direction'],
    collect: (own) => {
      read(({ db }) => {
        for (const gate of gateCodes(db))
          own.set({ gate, direction: 'EXPORT' }, queueLength(db, gate, now()));
      });
    },
  });
  gauge(registry, {
    name: 'truckflow_balance_difference_trucks',
    help: 'Arrivals minus crossings, turn-backs, diversions, cancellations and stock; 0 when the books close',
    labelNames: ['gate'],
    collect: (own) => {
      read(({ db }) => {
        for (const gate of gateCodes(db)) own.set({ gate }, 0);
        for (const { gate, difference } of imbalancesAt(db, now())) own.inc({ gate }, Math.abs(difference));
      });
    },
  });
  gauge(registry, {
    name: 'truckflow_projection_lag_events',
    help: 'Way in the log that the projection has to go: events, or bytes where positions are byte places',
    labelNames: ['projection'],
    collect: whileKnown(lastPosition, (own, last) => {
      for (const { name, position } of thread.progress.views) {
        own.set({ projection: name }, Number(last - (position ?? -1n)));
      }
    }),
  });
  gauge(registry, {
    name: 'truckflow_projection_lag_seconds',
    help: 'Age of the last event the projection has shown, while there are events it has not; else 0',
    labelNames: ['projection'],
    collect: whileKnown(lastPosition, (own, last) => {
      for (const { name, position, recordTime } of thread.progress.views) {
        const behind = (position ?? -1n) < last && recordTime !== null;
        own.set({ projection: name }, behind ? Math.max(0, (now() - Date.parse(recordTime)) / 1000) : 0);
      }
    }),
  });
  gauge(registry, {
    name: 'truckflow_views_standstill_seconds',
    help: 'Time that the views have stood still while the log went on, whatever keeps them; 0 while they go on',
    labelNames: [],
    collect: (own) => {
      own.set(standstill.duration / 1000);
    },
  });
  registry.registerMetric(new DwellMetric(thread.reader) as unknown as Metric);
}

interface GaugeOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly collect: (own: Gauge) => void | Promise<void>;
}

function gauge(registry: Registry, { name, help, labelNames, collect }: GaugeOptions): void {
  const own: Gauge = new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect: () => collect(own),
  });
}

/** Without the store nobody knows where the log ends: then nothing is shown rather than a number of before. */
function whileKnown(
  lastPosition: () => Promise<bigint>,
  collect: (own: Gauge, last: bigint) => void,
): (own: Gauge) => Promise<void> {
  return async (own) => {
    try {
      const last = await lastPosition();
      collect(own, last);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      own.reset();
    }
  };
}

/** While the views are being built there is nothing to measure. */
function ifReady(reader: ViewsReader): (measure: (reader: ViewsReader) => void) => void {
  return (measure) => {
    if (reader.isReady) measure(reader);
  };
}

/**
 * A histogram whose counts are the rows of the dwell-times view: they survive a restart, follow corrections, and are
 * never counted twice by a replay, as counters kept in memory would be.
 */
class DwellMetric {
  readonly name = 'truckflow_dwell_seconds';

  constructor(private readonly reader: ViewsReader) {}

  get(): Promise<MetricObjectWithValues<MetricValueWithName<string>>> {
    const rows = this.reader.isReady ? dwellDistributions(this.reader.db, DWELL_BOUNDS) : [];
    const metric = {
      name: this.name,
      help: 'Time a truck spent in a finished stage, by event time',
      // The library declares an enumeration here and writes this word.
      type: 'histogram',
      aggregator: 'sum',
      values: rows.flatMap((row) => this.valuesOf(row)),
    };
    return Promise.resolve(metric as unknown as MetricObjectWithValues<MetricValueWithName<string>>);
  }

  private valuesOf({ gate, stage, count, sum, atMost }: DwellDistribution): MetricValueWithName<string>[] {
    const labels = { gate, stage };
    return [
      ...DWELL_BOUNDS.map((le, i) => ({
        metricName: `${this.name}_bucket`,
        labels: { ...labels, le },
        value: atMost[i] ?? 0,
      })),
      { metricName: `${this.name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
