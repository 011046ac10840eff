import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { StoredRecord } from '../../../../processors/ports/log.ts'
import { openCopy } from './copy.ts'

const record = (offset: bigint): StoredRecord => ({
  topic: 't',
  partition: 0,
  offset,
  key: null,
  value: Buffer.from(`${offset}`),
  headers: { ce_id: `id-${offset}`, ce_subject: 's' },
  timestampMs: 0,
})

test('what was written here and is fetched again is taken once, and the position never goes back', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-copy-'))
  const copy = await openCopy(dir, 'log', () => false)
  onTestFinished(async () => {
    await copy.close()
    rmSync(dir, { recursive: true })
  })
  const part = copy.keep({ topic: 't', partition: 0 })
  copy.take(part, [record(0n), record(1n)], 2n)
  copy.take(part, [record(0n), record(1n), record(2n)], 4n)
  copy.take(part, [record(1n)], 2n)
  expect(copy.read(part, 0n, 10).map(({ offset }) => offset)).toEqual([0n, 1n, 2n])
  expect(part).toMatchObject({ position: 4n, end: 3n })
  expect(copy.index.ofSubject('s')).toHaveLength(3)
})
