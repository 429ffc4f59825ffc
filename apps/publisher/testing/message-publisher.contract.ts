/* Contract suite of the publisher port: every adapter and the fake pass it. */
import { randomUUID } from 'node:crypto';
import type { Message } from '#libs/integration-events';
import { PublishFailed } from '../src/message-publisher';
import type { MessagePublisher } from '../src/message-publisher';

/** A broker that a publisher is tried on: the fake, or a real one. */
export interface TrialBroker {
  open(): MessagePublisher;
  /** What it kept of a topic, at least `count` messages; those of one key in the order they were kept. */
  read(topic: string, count: number): Promise<readonly Message[]>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

const TOPIC = 'truck-flow.truck-visit.v1';
const OTHER_TOPIC = 'truck-flow.yard.v1';

/** `count` messages of one key that nobody else has. */
function someMessages(count: number, topic = TOPIC, key = randomUUID()): Message[] {
  return Array.from({ length: count }, (_, index) => ({
    topic,
    key,
    headers: { ce_id: randomUUID(), ce_type: 'vn.truckflow.Trial.v1', 'content-type': 'application/json' },
    value: JSON.stringify({ index, text: 'Tân Thanh 新清 "' }),
  }));
}

/** What every publisher promises, whatever is behind it. */
export function describeMessagePublisher(name: string, trial: () => TrialBroker): void {
  describe(`${name} as a publisher`, () => {
    let publisher: MessagePublisher;
    beforeEach(() => {
      publisher = trial().open();
    });
    afterEach(() => publisher.close());

    const keptOf = async (messages: readonly Message[]): Promise<readonly Message[]> => {
      const [first] = messages;
      const kept = await trial().read(first?.topic ?? TOPIC, messages.length);
      return kept.filter(({ key }) => key === first?.key);
    };

    describeKeeping(() => publisher, keptOf);
    describeFailing(trial, () => publisher, keptOf);
  });
}

type KeptOf = (messages: readonly Message[]) => Promise<readonly Message[]>;

function describeKeeping(publisher: () => MessagePublisher, keptOf: KeptOf): void {
  it('keeps topic, key, headers and value as they are', async () => {
    const messages = someMessages(3);
    await publisher().publish(messages);
    expect(await keptOf(messages)).toEqual(messages);
  });

  it('keeps the messages of a key in order, over many calls', async () => {
    const messages = someMessages(60);
    for (let at = 0; at < 60; at += 7) await publisher().publish(messages.slice(at, at + 7));
    expect(await keptOf(messages)).toEqual(messages);
  });

  it('takes several topics and keys in one call', async () => {
    const [visits, yards] = [someMessages(5), someMessages(5, OTHER_TOPIC)];
    await publisher().publish(visits.flatMap((visit, index) => [visit, ...yards.slice(index, index + 1)]));
    expect(await keptOf(visits)).toEqual(visits);
    expect(await keptOf(yards)).toEqual(yards);
  });

  it('does nothing for nothing, and says that it could do something', async () => {
    await expect(publisher().publish([])).resolves.toBeUndefined();
    await expect(publisher().check()).resolves.toBeUndefined();
  });
}

function describeFailing(trial: () => TrialBroker, publisher: () => MessagePublisher, keptOf: KeptOf): void {
  it('fails while the broker is gone, and keeps all that is sent again once it is back', async () => {
    const messages = someMessages(4);
    await publisher().publish(messages.slice(0, 2));
    await trial().stop();
    await expect(publisher().publish(messages.slice(2))).rejects.toThrow(PublishFailed);
    await expect(publisher().publish(messages.slice(2))).rejects.toThrow(PublishFailed);
    await expect(publisher().check()).rejects.toThrow(PublishFailed);
    await trial().start();
    await untilKept(() => publisher().publish(messages.slice(2)));
    const ids = (await keptOf(messages)).map(({ headers }) => headers['ce_id']);
    expect([...new Set(ids)]).toEqual(messages.map(({ headers }) => headers['ce_id']));
  });

  it('takes nothing after it was closed', async () => {
    await publisher().close();
    await publisher().close();
    await expect(publisher().publish(someMessages(1))).rejects.toThrow(PublishFailed);
  });
}

/** A broker that has just come back may refuse a few times. */
async function untilKept(publish: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await publish();
      return;
    } catch (error) {
      if (!(error instanceof PublishFailed) || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
