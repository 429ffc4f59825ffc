export * from './catalogue';
export * from './contract';
export * from './integration-event';
export * from './messages';
export type { PublishedNoun } from './translation';
export * from './translator';
