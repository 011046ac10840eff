import { defineConfig } from 'vitest/config'

/** Runs the fixtures of this folder, for the test that looks at what they print. */
export default defineConfig({
  test: {
    include: ['test/services/*.fixture.ts'],
    reporters: ['default', './test/reporter.ts'],
    globalSetup: ['./test/services/setup.ts'],
  },
})
