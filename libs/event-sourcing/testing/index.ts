export * from './decider-specification';
export * from './seeded';
export * from './checkpoint.contract';
export * from './event-store.contract';
export * from './proof-size';
export * from './random-history';
export * from './recorded-requests.contract';
export * from './test-events';
export type { Opened } from './opened-store';
