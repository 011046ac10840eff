import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with one plain line that scripts can read, and with what was not checked, loudly. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()])
    const count = (state: string): number => tests.filter(test => test.result().state === state).length
    const broken = modules.filter(
      module => module.state() === 'failed' && ![...module.children.allTests('failed')].length,
    ).length
    const skipped = tests.filter(test => test.result().state === 'skipped')
    for (const test of skipped) console.log(`NOT CHECKED: ${test.module.relativeModuleId} > ${test.fullName}`)
    console.log(
      `\n${count('passed')} passed, ${count('failed') + broken + errors.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
    )
    if (process.env.CI === 'true' && skipped.length > 0) process.exitCode = 1
  }
}
