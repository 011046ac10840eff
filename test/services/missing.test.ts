import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')

const run = (ci: string) => {
  const args = [vitest, 'run', '--config', 'test/services/fixture.config.ts', 'test/services/missing.fixture.ts']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, CI: ci, NO_COLOR: '1' },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

test('where a server cannot be had, a run passes and names each test that it left out', () => {
  const { status, output } = run('')
  expect(output).toContain('NOT CHECKED: A suite without its server: there is no such server')
  expect(output).toMatch(/NOT CHECKED: .* > A suite without its server > a promise that nobody checked/)
  expect(output).toContain('0 passed, 0 failed, 1 skipped')
  expect(status).toBe(0)
})

test('under CI the same run fails', () => {
  const { status, output } = run('true')
  expect(output).toContain('there is no such server')
  expect(output).toMatch(/0 passed, [12] failed/)
  expect(status).toBe(1)
})
