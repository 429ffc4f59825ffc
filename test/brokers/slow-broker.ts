import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spreadOf } from '../bench/figures';
import { GateRequests } from '../bench/gate-requests';
import { pairedRounds, ratiosOf, samplesOf } from '../bench/paired-rounds';
import { untilIdle } from '../bench/process-usage';
import { until } from '../../apps/publisher/testing/relay-trial';
import type { Round } from '../bench/paired-rounds';
import { tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { BrokerProxy } from './broker-proxy';
import type { KafkaNode } from './kafka-node';
import { sendAtRate } from './open-loop';

/*
 * A broker that takes two seconds for every answer (F-30): the relay waits, and commands are answered as with a quick
 * one, and as by a server that publishes nothing. The embedded store, for there the relay lives in the process that
 * appends; elsewhere it is a process of its own.
 */

const DELAY = 2_000;
const PER_SECOND = 100;
const PATIENCE = 60_000;
const OPERATOR = { sub: 'operator-17', roles: ['gate-operator'], gates: ['TAN_THANH'] };

export interface SlowBrokerOptions {
  readonly node: KafkaNode;
  readonly rounds: number;
  /** Length of one measurement. */
  readonly seconds: number;
  /** The slow broker's p99 over the quick one's, as the median of the rounds: at most this. */
  readonly ceiling: number;
}

type Side = 'none' | 'quick' | 'slow';

/** The figures of the proof. @throws Error when commands wait for the broker. */
export async function runSlowBroker({ node, rounds, seconds, ceiling }: SlowBrokerOptions): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'truckflow-slow-'));
  const { port, named } = node.detour;
  const proxy = await BrokerProxy.to(`127.0.0.1:${port}`, named);
  const alone = await serverIn(join(directory, 'alone'), {});
  const publishing = await serverIn(join(directory, 'publishing'), { KAFKA_BROKERS: `127.0.0.1:${named}` });
  try {
    const gate = new GateRequests(await tokenFor(OPERATOR));
    const slice = async ({ address, pid }: StandaloneProcess, delay: number) => {
      proxy.delay = delay;
      if (delay === 0) await until(() => proxy.held === 0);
      await untilIdle(pid, PATIENCE);
      const before = proxy.delayed - proxy.held;
      const latency = await sendAtRate(address, gate.arrivals(PER_SECOND * seconds), PER_SECOND);
      return { ...latency, late: proxy.delayed - before };
    };
    const measured = await pairedRounds<Side>({ rounds, warmUps: 1 }, [
      { name: 'none', slice: () => slice(alone, 0) },
      { name: 'quick', slice: () => slice(publishing, 0) },
      { name: 'slow', slice: () => slice(publishing, DELAY) },
    ]);
    return judged(measured, ceiling);
  } finally {
    await publishing.stop();
    await alone.stop();
    await proxy.close();
    rmSync(directory, { recursive: true });
  }
}

function serverIn(folder: string, settings: Readonly<Record<string, string>>): Promise<StandaloneProcess> {
  const own = { DATA_DIR: folder, PORT: '0', TOKEN_RATE_LIMIT: '1000000000', LOG_LEVEL: 'error' };
  return StandaloneProcess.start({ ...own, ...settings });
}

function judged(measured: readonly Round<Side>[], ceiling: number): string {
  if (spreadOf(samplesOf(measured, 'slow', 'late')).median < 1) throw new Error('the broker was not slow');
  const p99 = (side: Side): string =>
    samplesOf(measured, side, 'p99')
      .map((time) => time.toFixed(1))
      .join(' ');
  const median = (side: Side): string => spreadOf(samplesOf(measured, side, 'p99')).median.toFixed(1);
  const over = (under: Side): number => spreadOf(ratiosOf(measured, 'p99', ['slow', under])).median;
  const text =
    `commands at ${PER_SECOND} a second, p99 in ms by rounds: no broker ${p99('none')}, quick ${p99('quick')}, ` +
    `answers ${DELAY} ms late ${p99('slow')}; medians ${median('none')}, ${median('quick')}, ${median('slow')}; ` +
    `late over quick ${over('quick').toFixed(2)} (at most ${ceiling}), over none ${over('none').toFixed(2)}`;
  if (!(over('quick') <= ceiling)) throw new Error(`commands wait for the broker: ${text}`);
  return text;
}
