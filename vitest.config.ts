import { defineConfig } from 'vitest/config'
import { addressVariables } from './infra/local/names.ts'

export default defineConfig({
  test: {
    include: ['{schemas,processors,topics,infra,test}/**/*.test.ts'],
    globalSetup: ['./test/services/setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    testTimeout: 30_000,
    // What is waited for comes at once or, on a machine that does other things, some seconds later.
    expect: { poll: { timeout: 15_000 } },
    // Services are for the suites that ask for them; all others run on the embedded implementations.
    env: Object.fromEntries(
      Object.values(addressVariables).flatMap(name => [
        [`TEST_${name}`, process.env[name] ?? ''],
        [name, ''],
      ]),
    ),
    hookTimeout: 60_000,
    pool: 'forks',
    // Two cores: one file after another within a worker, so that suites that start processes do not starve each other.
    maxWorkers: 2,
  },
})
