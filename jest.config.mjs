import { availableParallelism } from 'node:os';

/** Three workers on two cores: each waits for Postgres or a browser about half of the time. Every file gets its own database, cloned from a template (test/support/global-setup.mjs). */
export default {
  runtime: '<rootDir>/test/support/jest-runtime.cjs',
  testEnvironment: '<rootDir>/test/support/test-environment.mjs',
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest' },
  testMatch: ['<rootDir>/{src,console/src}/**/*.spec.ts', '<rootDir>/test/**/*.(spec|e2e-spec).ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/faults/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  reporters: ['<rootDir>/test/support/slowest-reporter.mjs', 'default'],
  // For a machine that is several times as slow as usual; a test that hangs is rare.
  testTimeout: 180_000,
};
