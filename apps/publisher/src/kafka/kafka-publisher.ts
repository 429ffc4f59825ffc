/* Kafka producer on kafkajs, behind the port of the relay. */
import type { ISocketFactory, Kafka, KafkaConfig, Producer, TopicMessages } from 'kafkajs';
import { TOPICS } from '#libs/integration-events';
import type { Message } from '#libs/integration-events';
import type { MessagePublisher } from '../message-publisher';
import { PublishFailed } from '../message-publisher';
import { quietRequestQueue } from './quiet-request-queue';

export interface KafkaPublisherOptions {
  /** `host:port` of brokers to begin with. */
  readonly brokers: readonly string[];
  /** Partitions and copies of the topics that have to be made; those that exist stay as they are. */
  readonly partitions: number;
  readonly replicas: number;
  /** Milliseconds a request may take. */
  readonly requestTimeout?: number;
  readonly security?: Pick<KafkaConfig, 'ssl' | 'sasl'>;
  /** How connections are made; a test puts a proxy between. */
  readonly socketFactory?: ISocketFactory;
  /** Connecting is worth a line in a log. */
  readonly onConnected?: () => void;
}

const CONNECT_MILLISECONDS = 3_000;
const REQUEST_MILLISECONDS = 10_000;

/**
 * Apache Kafka behind the port, by kafkajs: `acks=-1`, one request in flight, no retries of its own. The idempotent
 * mode of the library stays off: it can drop concurrent sends in silence (tulios/kafkajs issue 1005), and consumers
 * pass over repeated ids anyway. A producer whose connection failed once never comes back, so after any failure it is
 * thrown away and the next call connects a new one.
 */
export class KafkaPublisher implements MessagePublisher {
  private producer: Promise<Producer> | undefined;
  private isClosed = false;

  constructor(private readonly options: KafkaPublisherOptions) {}

  async publish(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const { requestTimeout = REQUEST_MILLISECONDS } = this.options;
    await this.attempt(async (producer) => {
      await producer.sendBatch({ acks: -1, timeout: requestTimeout, topicMessages: byTopic(messages) });
    });
  }

  async check(): Promise<void> {
    await this.attempt(() => Promise.resolve());
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.discard();
  }

  private async attempt(send: (producer: Producer) => Promise<void>): Promise<void> {
    if (this.isClosed) throw new PublishFailed('the publisher is closed');
    try {
      await send(await (this.producer ??= this.connect()));
    } catch (error) {
      // Not waited for: a producer that lost its broker may take its whole timeout to say goodbye.
      void this.discard();
      throw new PublishFailed(`the broker did not confirm: ${reasonOf(error)}`, { cause: error });
    }
  }

  private async connect(): Promise<Producer> {
    const { brokers, requestTimeout = REQUEST_MILLISECONDS, security, socketFactory } = this.options;
    // Loaded with the first connection: the client would be a large part of a small server's memory.
    const { Kafka, logLevel, Partitioners } = await import('kafkajs');
    await quietRequestQueue();
    const kafka = new Kafka({
      clientId: 'truckflow-publisher',
      brokers: [...brokers],
      connectionTimeout: CONNECT_MILLISECONDS,
      requestTimeout,
      retry: { retries: 0 },
      // Errors are thrown, and logged by the relay, in its own words and once.
      logLevel: logLevel.NOTHING,
      ...security,
      ...(socketFactory === undefined ? {} : { socketFactory }),
    });
    await this.makeTopics(kafka);
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    this.options.onConnected?.();
    return producer;
  }

  private async makeTopics(kafka: Kafka): Promise<void> {
    const admin = kafka.admin();
    await admin.connect();
    try {
      const existing = await admin.listTopics();
      const topics = Object.values(TOPICS)
        .filter((topic) => !existing.includes(topic))
        .map((topic) => ({
          topic,
          numPartitions: this.options.partitions,
          replicationFactor: this.options.replicas,
        }));
      if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: true });
    } finally {
      await admin.disconnect();
    }
  }

  private async discard(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    // It failed before or is not needed any more: how its end goes changes nothing.
    await producer?.then((one) => one.disconnect()).catch(() => undefined);
  }
}

function byTopic(messages: readonly Message[]): TopicMessages[] {
  const topics = new Map<string, TopicMessages>();
  for (const { topic, key, headers, value } of messages) {
    const own = topics.get(topic) ?? { topic, messages: [] };
    topics.set(topic, own);
    own.messages.push({ key, headers: headers, value });
  }
  return [...topics.values()];
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
