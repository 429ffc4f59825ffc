/*
 * The part of the platform that runs without a server, and before one is loaded: all of it takes longer to load than
 * most commands run.
 */
export * from './config/config';
export * from './config/read-config';
export * from './config/setting-file';
export * from './run-process';
export * from './store/log-engine';
export * from './store/private-files';
export * from './time/clock';
export * from './time/set-clock';
