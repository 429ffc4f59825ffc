const { join } = require('node:path');

// A process that a test starts loads what others have compiled before it.
process.env.NODE_COMPILE_CACHE ??= join(__dirname, 'node_modules/.cache/node-compiled');

/**
 * Grades by file name: *.spec.ts touches nothing, *.int.spec.ts touches files, *.e2e.spec.ts runs the server,
 * *.broker.spec.ts needs a broker, which `npm run kafka` brings when KAFKA_BROKERS names none, *.proof.spec.ts takes
 * minutes and has a command of its own.
 */
const shared = {
  transform: { '^.+\\.ts$': '@swc/jest' },
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  setupFiles: process.env.SEED === undefined ? [] : ['<rootDir>/test/replayed-seed.js'],
};

module.exports = {
  // How long a test takes is up to the machine: the limit only ends what would never come to an end.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/heaviest-first.js',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.(int|e2e|broker|proof)\\.spec\\.ts$'],
    },
    { ...shared, displayName: 'int', testMatch: ['**/*.int.spec.ts'] },
    { ...shared, displayName: 'e2e', testMatch: ['**/*.e2e.spec.ts'] },
    ...(process.env.PROOF ? [{ ...shared, displayName: 'proof', testMatch: ['**/*.proof.spec.ts'] }] : []),
    ...(process.env.KAFKA_BROKERS
      ? [{ ...shared, displayName: 'broker', testMatch: ['**/*.broker.spec.ts'] }]
      : []),
  ],
};
