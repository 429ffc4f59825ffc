export { openSqliteEventReader } from './open-event-reader';
export { openSqliteEventStore, SqliteEventStore } from './event-store';
export { OpenRefused } from './open-refused';
