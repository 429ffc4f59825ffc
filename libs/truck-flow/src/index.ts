export * from './border-gate/events';
export * from './claim/events';
export * from './dedicated-driver/events';
export * from './truck-visit/events';
export * from './yard/events';
