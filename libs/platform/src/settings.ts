/* The part of the platform that a command without a server needs: loading all of it takes longer than most commands run. */
export * from './config/config';
export * from './config/read-config';
export * from './config/setting-file';
export * from './store/log-engine';
export * from './store/private-files';
export * from './time/clock';
export * from './time/set-clock';
