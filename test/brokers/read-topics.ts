import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { Admin, IHeaders } from 'kafkajs';
import { quietRequestQueue } from '../../apps/publisher/src/kafka/quiet-request-queue';
import type { Message } from '#libs/integration-events';

const DEADLINE = 60_000;

/** Every message that the topics hold now; those of one key in the order they are kept. */
export async function readTopics(address: string, topics: readonly string[]): Promise<readonly Message[]> {
  const messages: Message[] = [];
  await followTopics(address, topics, (message) => {
    messages.push(message);
  });
  return messages;
}

/** Shows every message that the topics hold now, as a consumer group that begins at the beginning. */
export async function followTopics(
  address: string,
  topics: readonly string[],
  show: (message: Message) => void,
): Promise<void> {
  await quietRequestQueue();
  const kafka = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING, retry: { retries: 20 } });
  const left = await held(kafka, topics);
  if (left.size === 0) return;
  const consumer = kafka.consumer({ groupId: `trial-${randomUUID()}` });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`not all was read within ${DEADLINE} ms: ${[...left].join(' ')}`));
      }, DEADLINE);
      const eachMessage = async ({ topic, partition, message }: Taken): Promise<void> => {
        show(messageOf(topic, message));
        const place = `${topic} ${partition}`;
        if (BigInt(message.offset) + 1n >= (left.get(place) ?? 0n)) left.delete(place);
        if (left.size > 0) return;
        clearTimeout(late);
        resolve();
        await Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}

interface Taken {
  readonly topic: string;
  readonly partition: number;
  readonly message: { key: Buffer | null; value: Buffer | null; headers?: IHeaders; offset: string };
}

/** Where each partition that holds something ends. */
async function held(kafka: Kafka, topics: readonly string[]): Promise<Map<string, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = await admin.listTopics();
    const ends = topics.filter((topic) => existing.includes(topic)).map((topic) => endsOf(admin, topic));
    return new Map((await Promise.all(ends)).flat());
  } finally {
    await admin.disconnect();
  }
}

async function endsOf(admin: Admin, topic: string): Promise<[string, bigint][]> {
  const offsets = (await admin.fetchTopicOffsets(topic)).filter(({ low, high }) => low !== high);
  return offsets.map(({ partition, high }) => [`${topic} ${partition}`, BigInt(high)]);
}

function messageOf(topic: string, { key, value, headers = {} }: Taken['message']): Message {
  const told = Object.entries(headers).map(([name, text]) => [name, String(text)]);
  return {
    topic,
    key: String(key),
    headers: Object.fromEntries(told) as Record<string, string>,
    value: String(value),
  };
}
