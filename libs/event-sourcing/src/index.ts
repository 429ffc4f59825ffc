export * from './decider';
export * from './effective';
export * from './event';
export * from './event-store';
export * from './hash';
export * from './identity';
