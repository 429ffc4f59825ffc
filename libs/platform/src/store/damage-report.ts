import { Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { DamagedStreams } from '#libs/event-sourcing';
import type { Readiness } from '../health/readiness';
import type { Metrics } from '../metrics/metrics';

/** Names that `/readyz` shows. */
const SHOWN = 20;

/** Reports the streams that were damaged from outside to log, metrics and readiness. They do not stop the server. */
export function reportDamage(damaged: DamagedStreams, readiness: Readiness, metrics: Metrics): void {
  const log = new Logger('EventStore');
  damaged.onFound = ({ stream, reason }) => {
    log.error(`stream ${stream} was damaged from outside and is set aside: ${reason}`);
  };
  const gauge: Gauge = new Gauge({
    name: 'truckflow_damaged_streams',
    help: 'Streams that were damaged from outside, by whether somebody has said that they were looked at',
    labelNames: ['accepted'],
    registers: [metrics.registry],
    collect: () => {
      const accepted = damaged.all.filter(({ isAccepted }) => isAccepted).length;
      gauge.set({ accepted: 'no' }, damaged.all.length - accepted);
      gauge.set({ accepted: 'yes' }, accepted);
    },
  });
  readiness.register('streams', () => {
    const names = damaged.all.map(({ stream }) => stream);
    const shown = names.length === 0 ? {} : { names: names.slice(0, SHOWN).join(' ') };
    return { up: true, detail: { damaged: names.length, ...shown } };
  });
}
