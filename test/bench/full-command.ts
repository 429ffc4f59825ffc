/* Benchmark of a whole command over HTTP against a bare Fastify. */
import type autocannon from 'autocannon';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import type { Bench } from './bench';
import { BareProcess } from './bare-process';
import type { Figure } from './figures';
import { GateRequests } from './gate-requests';
import { sendAll } from './http-load';
import { pairedRounds, ratiosOf, samplesOf } from './paired-rounds';
import type { Round } from './paired-rounds';
import { processorTime, untilIdle } from './process-usage';

const CLEARANCES = 5_000;
const ARRIVALS = 2_000;
const ECHOES = 8_000;
/** A server's code is fully compiled only after some ten thousand requests. */
const WARM_UPS = 3;
/** For the views to catch up with what was just sent, in milliseconds. */
const PATIENCE = 60_000;

interface Server {
  readonly address: string;
  readonly pid: number;
}

type Side = 'echo' | 'clearance' | 'arrival';

/**
 * T4: a whole command over HTTP with everything on (token from the cache, limits, strict body, validation, command
 * bus, idempotency, decision, hash, durable append, views following) against a bare Fastify that echoes the body.
 */
export const fullCommand: Bench = {
  name: 't4',
  async run({ rounds, directory }) {
    const echo = await BareProcess.start('echo-server');
    const server = await StandaloneProcess.start({
      PORT: '0',
      DATA_DIR: directory,
      LOG_LEVEL: 'info',
      TOKEN_RATE_LIMIT: '1000000000',
    });
    try {
      const token = await tokenFor({ sub: 'operator-17', roles: ['gate-operator'], gates: ['TAN_THANH'] });
      const gate = new GateRequests(token);
      const cleared = async () => {
        await letArrive(server.address, gate, CLEARANCES);
        return measure(server, gate.clearances(CLEARANCES));
      };
      const measured = await pairedRounds<Side>({ rounds, warmUps: WARM_UPS }, [
        { name: 'echo', slice: () => measure(echo, gate.strangeClearances(ECHOES)) },
        { name: 'clearance', slice: cleared },
        { name: 'arrival', slice: () => measure(server, gate.arrivals(ARRIVALS)) },
      ]);
      return figuresOf(measured);
    } finally {
      await server.stop();
      await echo.stop();
    }
  },
};

/** Lets so many trucks arrive, through the import: about as many as are at the border on a bad day. */
async function letArrive(address: string, gate: GateRequests, count: number): Promise<void> {
  const importer = await tokenFor({ sub: 'importer', roles: ['gate-manager'], gates: ['*'], yards: ['*'] });
  const client = new ApiClient(address, importer);
  for (const { text } of partsOf(gate.arrivalLines(count))) {
    const refused = (await client.import(text)).find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`an arrival was refused: ${JSON.stringify(refused)}`);
  }
}

async function measure({ address, pid }: Server, requests: readonly autocannon.Request[]) {
  await untilIdle(pid, PATIENCE);
  const before = processorTime(pid);
  const { rate, p50, p99 } = await sendAll(address, requests);
  const answered = processorTime(pid);
  await untilIdle(pid, PATIENCE);
  const settled = processorTime(pid);
  const perRequest = (time: number): number => (time - before) / requests.length;
  return { rate, p50, p99, cpu: perRequest(answered), settled: perRequest(settled) };
}

function figuresOf(measured: readonly Round<Side>[]): Figure[] {
  const of = (side: Side, figure: string) => samplesOf(measured, side, figure);
  const over = (side: Side, figure: string) => ratiosOf(measured, figure, [side, 'echo']);
  return [
    { name: 'bare Fastify echo', unit: 'per s', samples: of('echo', 'rate') },
    { name: 'customs clearance', unit: 'per s', samples: of('clearance', 'rate') },
    { name: 'arrival', unit: 'per s', samples: of('arrival', 'rate') },
    { name: 'echo, CPU a request', unit: 'µs', samples: of('echo', 'cpu') },
    { name: 'clearance, CPU a request', unit: 'µs', samples: of('clearance', 'cpu') },
    { name: 'clearance, CPU until the views follow', unit: 'µs', samples: of('clearance', 'settled') },
    { name: 'arrival, CPU a request', unit: 'µs', samples: of('arrival', 'cpu') },
    { name: 'clearance, p50', unit: 'ms', samples: of('clearance', 'p50') },
    { name: 'clearance, p99', unit: 'ms', samples: of('clearance', 'p99') },
    { name: 'echo, p99', unit: 'ms', samples: of('echo', 'p99') },
    {
      name: 'T4 clearance / echo, requests per s',
      unit: 'ratio',
      samples: over('clearance', 'rate'),
      floor: 0.3,
      goal: '>= 0.75',
    },
    {
      name: 'clearance / echo, CPU a request',
      unit: 'ratio',
      samples: over('clearance', 'cpu'),
      goal: '<= 1.4',
    },
    { name: 'arrival / echo, requests per s', unit: 'ratio', samples: over('arrival', 'rate') },
  ];
}
