export * from './decider-specification';
export * from './seeded';
