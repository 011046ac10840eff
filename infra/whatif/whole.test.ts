import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLmdbLog } from '../log/lmdb/open.ts'
import { checkWhole } from './whole.ts'

const day = 86_400_000
const start = Date.parse('2026-05-01T00:00:00Z')

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-whole-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A log of ten days, one record a day, of which the given topics have kept so many days. */
const checked = async (kept: Readonly<Record<string, number>>, range: { fromMs?: number; cold?: boolean } = {}) => {
  const log = await openLmdbLog({ dir })
  try {
    const names = ['policy.changes', 'chat.turns', 'chat.answers', 'cache.entries']
    const retentionOf = (name: string): number | null => (kept[name] === undefined ? null : kept[name] * day)
    await log.createTopics(
      names.map(name => ({ name, partitions: 1, cleanup: 'delete', retentionMs: retentionOf(name) })),
    )
    for (let n = 0; n < 10; n++)
      await log.append(
        names.map(topic => ({
          ...{
            topic,
            partition: 0,
            key: Buffer.from('k'),
            value: Buffer.from('{}'),
            headers: {},
            timestampMs: start + n * day,
          },
        })),
      )
    await log.applyRetention(start + 9 * day)
    await checkWhole(log, { fromMs: 0, cold: false, ...range })
  } finally {
    await log.close()
  }
}

describe('what a replay needs of a log', () => {
  it('is there where nothing was dropped', async () => {
    await expect(checked({})).resolves.toBeUndefined()
  })

  it('is a range that was kept: says from when on', async () => {
    const complaint =
      'retention has dropped what chat.turns had before 2026-05-06T00:00:00.000Z: replay a range that begins then or later, --from 2026-05-06T00:00:00.000Z'
    await expect(checked({ 'chat.turns': 4, 'chat.answers': 6 })).rejects.toThrow(complaint)
  })

  it('is no more than the range', async () => {
    await expect(checked({ 'chat.turns': 4 }, { fromMs: start + 5 * day })).resolves.toBeUndefined()
  })

  it('is what the caches held, unless it begins without', async () => {
    await expect(checked({ 'cache.entries': 3 })).rejects.toThrow('begin with empty ones, --cold')
    rmSync(dir, { recursive: true })
    await expect(checked({ 'cache.entries': 3 }, { cold: true })).resolves.toBeUndefined()
  })

  it('is what was in force', async () => {
    await expect(checked({ 'policy.changes': 3 }, { cold: true })).rejects.toThrow(
      'retention has dropped the beginning of policy.changes',
    )
  })

  it('is anything at all', async () => {
    await expect(checked({ 'chat.answers': -1 })).rejects.toThrow('retention has dropped all of chat.answers')
  })
})
