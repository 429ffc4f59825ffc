import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Alerts ask whether 0.5 s are kept. Each bound is a line for every route, so there are few. */
const REQUEST_BUCKETS = [0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];

/** The metrics of the process. Labels are codes, never plates or ids. */
export class Metrics {
  readonly registry = new Registry();

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

  /** `keeper`: whose position it was, `views` or `publisher`. */
  readonly logForks = new Counter({
    name: 'truckflow_log_forks_total',
    help: 'Times that the log was found to be another one, or to have gone back, by who kept a position of it',
    labelNames: ['keeper'],
    registers: [this.registry],
  });

  /** `route` is `*` for what was refused or failed: see `RequestRecord`. */
  readonly requestSeconds = new Histogram({
    name: 'truckflow_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [this.registry],
  });

  /**
   * Adds what prom-client measures of the process: memory, CPU, event loop, garbage collection. For the entry of a
   * process and once: its observers are never taken back, and each holds all of the program that it was loaded with.
   */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }
}
