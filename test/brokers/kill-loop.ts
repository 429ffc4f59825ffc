import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '#libs/event-sourcing/testing';
import { openSqliteEventReader } from '#libs/event-store-sqlite';
import { TOPICS } from '#libs/integration-events';
import { generateAutumn2021 } from '../scenarios/autumn-2021/generate';
import { tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { compareWithLog } from './compare-with-log';
import type { KafkaNode } from './kafka-node';
import { SteadyLoad } from './steady-load';

/* Kills the broker, then the publisher, again and again under load (P-14, F-28): what is in the log is in the topics. */

const LIFE = { shortest: 200, longest: 1_200 };

export interface KillLoopOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly address: string;
  /** Absent when the broker is not ours to kill. */
  readonly node?: KafkaNode;
}

/** The figures of the proof, in one line. */
export async function runKillLoop({ rounds, seed, address, node }: KillLoopOptions): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'truckflow-kills-'));
  const random = seeded(seed);
  const life = () => pause(LIFE.shortest + random() * (LIFE.longest - LIFE.shortest));
  const settings = {
    DATA_DIR: directory,
    PORT: '0',
    KAFKA_BROKERS: address,
    LOG_LEVEL: 'error',
    KAFKA_PARTITIONS: '3',
  };
  let server = await StandaloneProcess.start(settings);
  const claims = { sub: 'load', roles: ['gate-manager'], gates: ['*'], yards: ['*'] };
  const load = new SteadyLoad(generateAutumn2021({ seed }), await tokenFor(claims), () => server.address);
  const loading = load.run();
  // Reported where it is awaited below; until then a refusal must not end the process.
  loading.catch(() => undefined);
  try {
    for (let round = 0; node !== undefined && round < rounds; round += 1) {
      await life();
      await node.kill();
      await life();
      await node.start();
    }
    for (let round = 0; round < rounds; round += 1) {
      await life();
      await server.kill();
      server = await StandaloneProcess.start(settings);
    }
    load.stop();
    await loading;
    const log = await openSqliteEventReader({ directory });
    const { events, repeated } = await compareWithLog(log, address, topicsOf(node));
    await log.close();
    return (
      `${node === undefined ? 0 : rounds} kills of the broker and ${rounds} of the publisher (seed ${seed}), ` +
      `${load.sent} movements sent: ${events} events, 0 lost, in order per key, ${repeated} repeated with equal ce_id`
    );
  } finally {
    load.stop();
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

/** A foreign broker knows our reference data from other runs, recorded at other times; the visits are of this seed. */
function topicsOf(node: KafkaNode | undefined): readonly string[] {
  return node === undefined ? [TOPICS.truckVisit] : Object.values(TOPICS);
}
