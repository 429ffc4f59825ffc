export type { KurrentEventStore } from './event-store';
export { openKurrentEventReader, openKurrentEventStore } from './open-event-store';
export type { KurrentStoreOptions } from './open-event-store';
