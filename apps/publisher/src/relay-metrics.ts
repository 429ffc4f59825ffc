import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { IntegrationEvent } from '#libs/integration-events';
import type { RelayStatus } from './relay';

/** The metrics of a relay. Labels are published types, never keys. */
export class RelayMetrics {
  private readonly published: Counter;
  private readonly failures: Counter;

  constructor(registry: Registry, status: () => RelayStatus, now: () => number) {
    this.published = new Counter({
      name: 'truckflow_relay_published_total',
      help: 'Events that the broker confirmed; one that had to be repeated counts once',
      labelNames: ['type'],
      registers: [registry],
    });
    this.failures = new Counter({
      name: 'truckflow_relay_failures_total',
      help: 'Attempts to publish that failed and were repeated',
      registers: [registry],
    });
    gauge(registry, 'truckflow_relay_active', '1 in the one publisher that publishes, 0 in a standby', () =>
      isActive(status()) ? 1 : 0,
    );
    gauge(
      registry,
      'truckflow_relay_lag_seconds',
      'Age of the oldest event that waits to be confirmed; 0 when none does',
      () => lagOf(status(), now()),
    );
  }

  countPublished(events: readonly IntegrationEvent[]): void {
    for (const { type } of events) this.published.inc({ type });
  }

  countFailure(): void {
    this.failures.inc();
  }
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  const own: Gauge = new Gauge({
    name,
    help,
    registers: [registry],
    collect: () => {
      own.set(read());
    },
  });
}

function isActive({ state, epoch }: RelayStatus): boolean {
  return state === 'ACTIVE' || (state === 'FAILING' && epoch > 0);
}

function lagOf({ waitingSince }: RelayStatus, now: number): number {
  return waitingSince === null ? 0 : Math.max(0, (now - Date.parse(waitingSince)) / 1000);
}
