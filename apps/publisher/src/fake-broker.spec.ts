import { FakeBroker } from '../testing/fake-broker';
import { describeMessagePublisher } from '../testing/message-publisher.contract';

const broker = new FakeBroker();

describeMessagePublisher('the fake broker', () => ({
  open: () => broker.publisher(),
  read: (topic) => Promise.resolve(broker.messages(topic)),
  stop: () => {
    broker.stop();
    return Promise.resolve();
  },
  start: () => {
    broker.start();
    return Promise.resolve();
  },
}));
