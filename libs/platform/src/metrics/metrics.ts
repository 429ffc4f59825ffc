import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DWELL_BUCKETS = [
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  16 * HOUR,
  24 * HOUR,
];
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The numbers the process tells about itself. Labels are codes, never plates or ids. */
export class Metrics {
  readonly registry = new Registry();

  readonly gateQueueTrucks = new Gauge({
    name: 'truckflow_gate_queue_trucks',
    help: 'Trucks waiting at the gate before handover or transfer',
    labelNames: ['gate', 'direction'],
    registers: [this.registry],
  });

  readonly dwellSeconds = new Histogram({
    name: 'truckflow_dwell_seconds',
    help: 'Time a truck spent in a stage, by event time',
    labelNames: ['gate', 'stage'],
    buckets: DWELL_BUCKETS,
    registers: [this.registry],
  });

  readonly projectionLagEvents = new Gauge({
    name: 'truckflow_projection_lag_events',
    help: 'Events in the log that the projection has not shown yet',
    labelNames: ['projection'],
    registers: [this.registry],
  });

  readonly projectionLagSeconds = new Gauge({
    name: 'truckflow_projection_lag_seconds',
    help: 'Age of the oldest event that the projection has not shown yet',
    labelNames: ['projection'],
    registers: [this.registry],
  });

  readonly eventsAppended = new Counter({
    name: 'truckflow_events_appended_total',
    help: 'Events appended to the log',
    labelNames: ['type'],
    registers: [this.registry],
  });

  readonly appendConflicts = new Counter({
    name: 'truckflow_append_conflicts_total',
    help: 'Appends refused because another came first',
    registers: [this.registry],
  });

  readonly balanceDifferenceTrucks = new Gauge({
    name: 'truckflow_balance_difference_trucks',
    help: 'Arrivals minus crossings, turn-backs, diversions, cancellations and stock; 0 when the books close',
    labelNames: ['gate'],
    registers: [this.registry],
  });

  readonly requestSeconds = new Histogram({
    name: 'truckflow_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
