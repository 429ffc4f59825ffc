import { KafkaPublisher } from '../../apps/publisher/src/kafka/kafka-publisher';
import { firstIds } from '../../apps/publisher/testing/relay-trial';
import { seeded } from '#libs/event-sourcing/testing';
import { TOPICS, Translator } from '#libs/integration-events';
import { BrokerProxy } from './broker-proxy';
import { ANSWERS_LOST, effectsOf, publishAll, tenThousandEvents } from './exactly-once';
import { readTopics } from './read-topics';

const address = process.env['KAFKA_BROKERS'] ?? '';

test('10,000 events act once each although 30 % of the answers of a real broker are cut (F-29)', async () => {
  const proxy = await BrokerProxy.to(address);
  const random = seeded(29);
  proxy.swallowAnswers(() => random() < ANSWERS_LOST);
  const store = await tenThousandEvents();
  const { socketFactory } = proxy;
  await publishAll(
    store,
    new KafkaPublisher({ brokers: [address], partitions: 3, replicas: 1, socketFactory }),
  );
  const translator = new Translator(store);
  const told = await Promise.all(
    (await store.readAll(-1n, 20_000)).map((event) => translator.translate(event)),
  );
  const ids = new Set(told.flatMap((event) => event?.id ?? []));
  const kept = (await readTopics(address, Object.values(TOPICS))).filter((message) =>
    ids.has(message.headers['ce_id'] ?? ''),
  );
  expect(proxy.swallowed).toBeGreaterThan(100);
  expect(new Set(firstIds(kept))).toEqual(ids);
  expect(kept.length).toBeGreaterThan(ids.size);
  const { applied, days } = effectsOf(kept);
  expect(applied).toBe(10_000);
  expect(days.reduce((sum, { arrived }) => sum + arrived, 0)).toBeGreaterThan(2_000);
  await proxy.close();
}, 900_000);
