import { KafkaPublisher } from '../../apps/publisher/src/kafka/kafka-publisher';
import { describeMessagePublisher } from '../../apps/publisher/testing/message-publisher.contract';
import { BrokerProxy } from './broker-proxy';
import { readTopics } from './read-topics';

/* The real broker, by the suite that the fake passes. A proxy lets it be gone. */

const address = process.env['KAFKA_BROKERS'] ?? '';
let proxy: BrokerProxy;
beforeAll(async () => {
  proxy = await BrokerProxy.to(address);
});
afterAll(() => proxy.close());

const open = (): KafkaPublisher =>
  new KafkaPublisher({ brokers: [address], partitions: 3, replicas: 1, socketFactory: proxy.socketFactory });

describeMessagePublisher('Apache Kafka', () => ({
  open,
  read: (topic) => readTopics(address, [topic]),
  stop: () => {
    proxy.stop();
    return Promise.resolve();
  },
  start: () => {
    proxy.start();
    return Promise.resolve();
  },
}));

test('a connected publisher that has nothing to do sets no timers', async () => {
  const publisher = open();
  await publisher.check();
  const timers = jest.spyOn(globalThis, 'setTimeout');
  await new Promise((resolve) => setInterval(resolve, 1_000).unref());
  const counted = timers.mock.calls.length;
  timers.mockRestore();
  await publisher.close();
  expect(counted).toBe(0);
});
