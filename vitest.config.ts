import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{schemas,processors,topics,infra,test}/**/*.test.ts'],
    globalSetup: ['./test/services/setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    testTimeout: 30_000,
    // Services are for the suites that ask for them; all others run on the embedded implementations.
    env: {
      TEST_KAFKA_BROKERS: process.env.KAFKA_BROKERS ?? '',
      TEST_SCHEMA_REGISTRY_URL: process.env.SCHEMA_REGISTRY_URL ?? '',
      KAFKA_BROKERS: '',
      SCHEMA_REGISTRY_URL: '',
    },
    hookTimeout: 60_000,
    pool: 'forks',
    // Two cores: one file after another within a worker, so that suites that start processes do not starve each other.
    maxWorkers: 2,
  },
})
