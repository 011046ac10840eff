import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { storedAt } from '../stored.fixture.ts'
import { openCopy } from './copy.ts'

test('what was written here and is fetched again is taken once, and the position never goes back', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-copy-'))
  const copy = await openCopy(dir, 'log', () => false)
  onTestFinished(async () => {
    await copy.close()
    rmSync(dir, { recursive: true })
  })
  const part = copy.keep({ topic: 't', partition: 0 })
  copy.take(part, [storedAt(0n), storedAt(1n)], 2n)
  copy.take(part, [storedAt(0n), storedAt(1n), storedAt(2n)], 4n)
  copy.take(part, [storedAt(1n)], 2n)
  expect(copy.read(part, 0n, 10).map(({ offset }) => offset)).toEqual([0n, 1n, 2n])
  expect(part).toMatchObject({ position: 4n, end: 3n })
  expect(copy.index.ofSubject('s')).toHaveLength(3)
})
