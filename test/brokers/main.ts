import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { kafkaClassPath, missingForBroker } from './kafka-jars';
import { KafkaNode } from './kafka-node';
import { runKillLoop } from './kill-loop';
import { runOutage } from './outage';
import { runSlowBroker } from './slow-broker';

/*
 * npm run kafka -- [--proof] [--only outage]: everything that needs a broker, on one that it starts, or on that of
 * KAFKA_BROKERS. The specs first, then the kills, then a long outage and a slow broker.
 */

/** A trial's p99 is that of a hundred commands on a busy machine; one that waited for the broker takes 2,000 ms. */
const SIZES = {
  trial: {
    rounds: 6,
    outage: { backlog: 8_000, warmUp: 24_000, hurry: 40, flat: 1.1 },
    slow: { rounds: 5, seconds: 1, ceiling: 5 },
  },
  proof: {
    rounds: 20,
    outage: { backlog: 180_000, warmUp: 110_000, hurry: 24, flat: 1.1 },
    slow: { rounds: 15, seconds: 5, ceiling: 1.1 },
  },
};

/** In this order, each on a node of its own, so that nothing of one is met in the other. */
const PARTS = ['specs', 'kills', 'outage', 'slow'] as const;
type Part = (typeof PARTS)[number];
type Size = (typeof SIZES)['trial'];

async function main(size: Size, seed: number, only: readonly string[]): Promise<void> {
  const external = process.env['KAFKA_BROKERS'];
  if (external !== undefined && external !== '') {
    console.log(
      `kafka: on ${external}; the broker is not ours, so only the publisher is killed, and it is never away or slow`,
    );
    await runSpecs(external);
    console.log(await runKillLoop({ rounds: size.rounds, seed, address: external }));
    return;
  }
  const missing = await missingForBroker();
  if (missing !== undefined) {
    console.log(
      `kafka: SKIPPED, there is neither KAFKA_BROKERS nor ${missing} on this machine; ` +
        'the publisher was tried on the fake broker only, by the same contract',
    );
    return;
  }
  const classPath = await kafkaClassPath();
  for (const part of PARTS.filter((name) => only.length === 0 || only.includes(name))) {
    const node = await KafkaNode.start(classPath);
    try {
      await run(part, size, seed, node);
    } finally {
      await node.remove();
    }
  }
}

async function run(part: Part, { rounds, outage, slow }: Size, seed: number, node: KafkaNode): Promise<void> {
  const { address } = node;
  if (part === 'specs') await runSpecs(address);
  if (part === 'kills') console.log(await runKillLoop({ rounds, seed, address, node }));
  if (part === 'outage') console.log(await runOutage({ ...outage, seed, node }));
  if (part === 'slow') console.log(await runSlowBroker({ ...slow, node }));
}

function runSpecs(address: string): Promise<void> {
  const parts = ['run', '-s', 'jest', '--', '--selectProjects', 'broker', '--runInBand'];
  const child = spawn('npm', parts, {
    stdio: 'inherit',
    env: { ...process.env, KAFKA_BROKERS: address },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('a spec on the broker failed'));
    });
  });
}

const { values } = parseArgs({
  options: {
    proof: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
main(values.proof ? SIZES.proof : SIZES.trial, Number(values.seed), values.only).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
