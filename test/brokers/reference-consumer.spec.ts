import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { effective } from '#libs/event-sourcing';
import { seeded } from '#libs/event-sourcing/testing';
import type { Message } from '#libs/integration-events';
import { foldVisit, stageOf, truckVisit } from '#libs/truck-flow';
import { FakeBroker } from '../../apps/publisher/testing/fake-broker';
import { firstIds } from '../../apps/publisher/testing/relay-trial';
import { ANSWERS_LOST, effectsOf, publishAll, tenThousandEvents } from './exactly-once';
import { ReferenceConsumer } from './reference-consumer';
import type { GateDay } from './reference-consumer';

test('10,000 events act once each on a consumer although 30 % of the answers are lost and it dies on the way', async () => {
  const store = await tenThousandEvents();
  const [calm, rough] = [new FakeBroker(), new FakeBroker(seeded(11))];
  await publishAll(store, calm.publisher());
  rough.fail({ answerLost: ANSWERS_LOST });
  const again = await tenThousandEvents();
  await publishAll(again, rough.publisher());
  expect(calm.messages()).toHaveLength(10_000);
  expect(rough.messages().length).toBeGreaterThan(12_000);
  expect(firstIds(rough.messages())).toEqual(firstIds(calm.messages()));
  const [once, twice] = [effectsOf(calm.messages()), effectsOf(rough.messages())];
  expect([once.applied, twice.applied]).toEqual([10_000, 10_000]);
  expect(twice.repeated).toBeGreaterThan(2_000);
  expect(twice.days).toEqual(once.days);
  expect(twice.days.reduce((sum, { arrived }) => sum + arrived, 0)).toBeGreaterThan(2_000);
});

test('counts every end as the rules do, also of visits whose goods or truck went on with another', async () => {
  const store = await tenThousandEvents();
  const broker = new FakeBroker();
  await publishAll(store, broker.publisher());
  const ends: Record<string, number> = {};
  for (const events of Map.groupBy(await store.readAll(-1n, 20_000), ({ stream }) => stream).values()) {
    if (events[0]?.stream.startsWith('truckVisit-') !== true) continue;
    const visit = foldVisit(effective(events, truckVisit.order));
    const end = visit.crossing ?? visit.ending;
    if (visit.arrival === undefined || end === undefined) continue;
    const way = visit.crossing === undefined ? stageOf(visit) : 'CROSSED';
    ends[way] = (ends[way] ?? 0) + 1;
  }
  const { days } = effectsOf(broker.messages());
  const sum = (what: Exclude<keyof GateDay, 'gate' | 'date'>) =>
    days.reduce((total, day) => total + day[what], 0);
  expect({
    CROSSED: sum('crossed'),
    TURNED_BACK: sum('turnedBack'),
    DIVERTED: sum('diverted'),
    CANCELLED: sum('cancelled'),
    TRANSFERRED: sum('transferred'),
    SEEN_ELSEWHERE: sum('seenElsewhere'),
  }).toEqual(ends);
  expect(Math.min(...Object.values(ends))).toBeGreaterThan(100);
});

test('takes every message that was ever published, of whatever type and version (F-35)', () => {
  const kept = readFileSync(join('test', 'architecture', 'published-messages.ndjson'), 'utf8').trimEnd();
  const messages = kept.split('\n').map((line) => JSON.parse(line) as Message);
  const consumer = new ReferenceConsumer(new DatabaseSync(':memory:'));
  for (const message of [...messages, ...messages]) consumer.take(message);
  expect([consumer.applied, consumer.repeated]).toEqual([messages.length, messages.length]);
  expect(consumer.days()).toContainEqual(
    expect.objectContaining({ gate: 'HUU_NGHI', arrived: 1, crossed: 1 }),
  );
});
