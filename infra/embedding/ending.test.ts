import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const fixture = fileURLToPath(new URL('./ending.fixture.ts', import.meta.url))
const endingBy = (way: 'close' | 'exit') => {
  const { status, signal, stderr } = spawnSync(process.execPath, [fixture, way], { encoding: 'utf8', timeout: 60_000 })
  return { status, signal, stderr }
}

// A thread that is ended in the middle of a run makes the runtime abort the whole process, with signal SIGABRT.
describe('a text under way does not take the process down', () => {
  test('when a model is closed', () => {
    expect(endingBy('close')).toEqual({ status: 0, signal: null, stderr: '' })
  })

  test('when the process exits', () => {
    expect(endingBy('exit')).toEqual({ status: 3, signal: null, stderr: '' })
  })
})
