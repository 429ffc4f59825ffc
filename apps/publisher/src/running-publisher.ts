/* Lifecycle of the publisher in its process: start, metrics, health, drain. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import type { EventStore } from '#libs/event-sourcing';
import { ConfigError, readSettingFile } from '#libs/platform';
import type { Clock, Config, Metrics, ProbeResult, Readiness } from '#libs/platform';
import { CheckpointStream } from './checkpoint-stream';
import { KafkaPublisher } from './kafka/kafka-publisher';
import type { KafkaPublisherOptions } from './kafka/kafka-publisher';
import type { MessagePublisher } from './message-publisher';
import { Relay } from './relay';
import type { RelayEvents, RelayStatus } from './relay';
import { linesOf } from './published-events';
import { RelayMetrics } from './relay-metrics';

/** What else runs in the process of the publisher. */
export interface PublisherPlace {
  /** The store admits one process only, so nobody else can be active: no standby, and rare checkpoints. */
  readonly exclusive: boolean;
  /** Publishing is all that the process does, so it is as ready as that goes. */
  readonly alone: boolean;
}

/** What the publisher takes from its process. */
export interface PublisherParts {
  readonly config: Config;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}

/** A standby must see in time that the active one moves; where there is none, a start repeats a minute at most. */
const CHECKPOINT_AFTER = { exclusive: 60_000, shared: 5_000 };
const TAKEOVER_AFTER = 7_000;

/** The relay of a process, its broker, and its metrics and health. */
export class RunningPublisher {
  private readonly log = new Logger('Publisher');
  private readonly stopping = new AbortController();
  private readonly publisher: MessagePublisher;
  private readonly relay: Relay;
  private running: Promise<void> | undefined;

  /** @throws ConfigError when no brokers are named. */
  constructor({ config, store, clock, metrics, readiness }: PublisherParts, place: PublisherPlace) {
    const kafka = kafkaOptions(config);
    const onConnected = (): void => {
      this.log.log(`connected to ${kafka.brokers.join(', ')}`);
    };
    this.publisher = new KafkaPublisher({ ...kafka, onConnected });
    const told = new RelayMetrics(
      metrics.registry,
      () => this.relay.status,
      () => Date.parse(clock.now()),
    );
    const checkpoints = new CheckpointStream(store, hostname(), () => clock.now(), randomUUID());
    this.relay = new Relay({
      ...{ store, checkpoints, publisher: this.publisher, exclusive: place.exclusive },
      checkpointAfter: place.exclusive ? CHECKPOINT_AFTER.exclusive : CHECKPOINT_AFTER.shared,
      takeoverAfter: TAKEOVER_AFTER,
      events: this.eventsOf(told, metrics),
    });
    if (place.alone) readiness.register('publisher', () => probe(this.relay.status));
  }

  start(): void {
    this.running = this.relay.run(this.stopping.signal);
  }

  /** Finishes the batch in hand, stores the last checkpoint, and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.publisher.close();
  }

  /** Each failure is counted, and logged when it is the first after a success. */
  private eventsOf(metrics: RelayMetrics, { logForks }: Metrics): RelayEvents {
    let reason = '';
    return {
      onPublished: (events) => {
        metrics.countPublished(events);
      },
      onFailed: (error) => {
        metrics.countFailure();
        if (error.message !== reason) this.log.warn(`publishing fails and is tried again: ${error.message}`);
        reason = error.message;
      },
      onFork: (fork) => {
        logForks.inc({ keeper: 'publisher' });
        for (const line of linesOf(fork)) this.log.error(line);
      },
      onState: ({ state, epoch, position }) => {
        if (state !== 'FAILING') reason = '';
        this.log.log(`publisher ${state.toLowerCase()}, epoch ${epoch}, position ${position}`);
      },
    };
  }
}

function probe({ state, epoch, position }: RelayStatus): ProbeResult {
  return { up: state !== 'FAILING', detail: { state, epoch, position: position.toString() } };
}

function kafkaOptions(config: Config): KafkaPublisherOptions {
  const { kafkaBrokers, kafkaPartitions, kafkaReplicas, kafkaTls, kafkaUsername, kafkaPasswordFile } = config;
  if (kafkaBrokers === undefined) throw new ConfigError('KAFKA_BROKERS names no broker to publish to');
  const options = { brokers: kafkaBrokers.split(','), partitions: kafkaPartitions, replicas: kafkaReplicas };
  if (kafkaTls === 'off') return options;
  if (kafkaUsername === undefined || kafkaPasswordFile === undefined)
    return { ...options, security: { ssl: true } };
  const password = readSettingFile('KAFKA_PASSWORD_FILE', kafkaPasswordFile).trimEnd();
  const sasl = { mechanism: 'scram-sha-512' as const, username: kafkaUsername, password };
  return { ...options, security: { ssl: true, sasl } };
}
