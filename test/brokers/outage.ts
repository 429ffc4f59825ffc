/*
 * The broker is gone for an hour of 50 events a second, in a hurry (P-14, F-28): the publisher's memory stays what it
 * was, and what has piled up is in the topics minutes after the broker is back.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { TOPICS } from '#libs/integration-events';
import { openKurrentEventStore } from '#libs/event-store-kurrent';
import { STREAM_PREFIXES } from '#libs/truck-flow';
import { until } from '../../apps/publisher/testing/relay-trial';
import { FakeEventStoreProcess } from '../fakes/eventstore/fake-process';
import { BorderTraffic } from './border-traffic';
import { compareWithLog } from './compare-with-log';
import type { Comparison } from './compare-with-log';
import type { KafkaNode } from './kafka-node';
import { watchedMemory } from './memory-watch';
import type { Resident } from './memory-watch';
import { PublisherProcess } from './publisher-process';

const EVENTS_PER_SECOND = 50;
const DRAIN_SECONDS = 300;
const LOOK_MILLISECONDS = 200;

export interface OutageOptions {
  readonly node: KafkaNode;
  readonly seed: number;
  /** Events that pile up; an hour's are 180,000. */
  readonly backlog: number;
  /**
   * Events before that: half of them the publisher catches up with, the others it follows as they come. With 100,000 it
   * has met the 20,000 visits whose gates it remembers, and holds as much as it ever will.
   */
  readonly warmUp: number;
  /** How much faster than outside time passes. */
  readonly hurry: number;
  /** Highest memory while the broker is unavailable and after, over the highest while it was there: at most this. */
  readonly flat: number;
}

/** What the publisher's memory was, in bytes, and how it went. */
interface Course {
  readonly before: Resident;
  readonly away: Resident;
  readonly draining: Resident;
  readonly attempts: number;
  readonly seconds: number;
}

/** The figures of the proof. @throws Error for the first promise that does not hold. */
export async function runOutage(options: OutageOptions): Promise<string> {
  const fake = await FakeEventStoreProcess.start();
  const clock = (): Date => new Date();
  const store = await openKurrentEventStore({ url: fake.url, prefixes: STREAM_PREFIXES, clock });
  try {
    const { node, seed, warmUp, hurry } = options;
    const traffic = new BorderTraffic(store, seed);
    await traffic.record(warmUp / 2);
    const settings = { EVENTSTORE_URL: fake.url, KAFKA_BROKERS: node.address };
    const publisher = await PublisherProcess.start(settings, hurry);
    try {
      const course = await goThrough(options, publisher, traffic);
      const { events, repeated } = await compareWithLog(store, node.address, Object.values(TOPICS));
      return judged(options, course, { events, repeated });
    } finally {
      await publisher.end('SIGTERM');
    }
  } finally {
    await store.close();
    await fake.kill();
  }
}

async function goThrough(
  { node, backlog, warmUp, hurry }: OutageOptions,
  publisher: PublisherProcess,
  traffic: BorderTraffic,
): Promise<Course> {
  const rate = EVENTS_PER_SECOND * hurry;
  const drained = (): Promise<void> =>
    until(async () => {
      await pause(LOOK_MILLISECONDS);
      return (await publisher.published()) >= traffic.recorded;
    }, DRAIN_SECONDS * 1000);
  await drained();
  const before = await watchedMemory(publisher.pid, async () => {
    await traffic.record(warmUp / 2, rate);
    await drained();
  });
  await node.kill();
  const away = await watchedMemory(publisher.pid, () => traffic.record(backlog, rate));
  const attempts = await publisher.metric('truckflow_relay_failures_total');
  await node.start();
  const back = performance.now();
  const draining = await watchedMemory(publisher.pid, drained);
  return { before, away, draining, attempts, seconds: (performance.now() - back) / 1000 };
}

function judged(
  { backlog, hurry, flat }: OutageOptions,
  { before, away, draining, attempts, seconds }: Course,
  { events, repeated }: Comparison,
): string {
  const growth = Math.max(away.highest, draining.highest) / before.highest;
  const megabytes = ({ median, highest }: Resident): string =>
    `${(median / 1e6).toFixed(0)} (highest ${(highest / 1e6).toFixed(0)})`;
  const minutes = backlog / EVENTS_PER_SECOND / 60;
  const text =
    `the broker away for ${minutes.toFixed(1)} minutes at ${EVENTS_PER_SECOND} events a second, ${hurry} times as ` +
    `fast: ${backlog} events piled up over ${attempts} attempts, drained ${seconds.toFixed(1)} s after its return; ` +
    `memory of the publisher in MB: before ${megabytes(before)}, away ${megabytes(away)}, draining ` +
    `${megabytes(draining)}, highest over highest before ${growth.toFixed(3)} (at most ${flat}); ` +
    `${events} events, 0 lost, in order per key, ${repeated} repeated with equal ce_id`;
  if (!(growth <= flat)) throw new Error(`the backlog takes memory: ${text}`);
  return text;
}
