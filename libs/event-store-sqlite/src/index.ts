export { backupLog, restorationsOf, restoreLog } from './backup';
export { collectAtRest } from './collect-at-rest';
export { lockUsable } from './empty-folder';
export { SqliteEventStore, openSqliteEventStore } from './event-store';
export { LogFaulty, openLogIn } from './log-copy';
export type { CheckedLog } from './log-copy';
export { SqliteLogLoader } from './log-loader';
export { openSqliteEventReader } from './open-event-reader';
export { OpenRefused } from './open-refused';
