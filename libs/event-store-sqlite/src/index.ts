export { openSqliteEventReader } from './open-event-reader';
export { openSqliteEventStore, SqliteEventStore } from './event-store';
export type { SqliteEventStoreOptions } from './event-store';
export { SqliteEventReader } from './event-reader';
export { OpenRefused } from './open-refused';
export type { OpenRefusedCode } from './open-refused';
