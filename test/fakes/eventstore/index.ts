export { FakeCluster } from './fake-cluster';
export { FakeEventStoreProcess } from './fake-process';
export { FakeEventStore } from './fake-server';
export { losingAnswers } from './faults';
export { administrator } from './administrator';
