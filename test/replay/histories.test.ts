import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { readHistory } from './history.ts'

const folder = join(import.meta.dirname, 'histories')
const releases = readdirSync(folder)
  .filter(name => name.endsWith('.ndjson.gz'))
  .map(name => name.replace('.ndjson.gz', ''))

/** Deciders that a release did not have yet: its history holds none of their events, and they decide none of it. */
const younger: Readonly<Record<string, readonly string[]>> = {
  '0.1.0': [
    'promote',
    'review',
    'restore',
    'invalidate-rollout',
    'curate',
    'plan',
    'warm',
    'settle-question',
    'release',
    'schedule-check',
    'compare-check',
    'steer',
    'schedule-judgement',
    'judge-route',
    'watch-drift',
    'guard-arms',
  ],
}

it('there is a history of every release so far', () => {
  expect(releases).toContain('0.1.0')
})

/**
 * Deciders improve: an event that this release decides otherwise is listed in <release>.differences.json, by id, and a list
 * is altered only together with a decision record that says why.
 */
it.each(releases)(
  'the history of %s decodes, and is decided again byte for byte but for what is listed',
  { timeout: 120_000 },
  async release => {
    const expectation = join(folder, `${release}.differences.json`)
    const listed = existsSync(expectation) ? (JSON.parse(readFileSync(expectation, 'utf8')) as string[]) : []
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-history-'))
    const log = await openLmdbLog({ dir })
    try {
      expect(await readHistory(join(folder, `${release}.ndjson.gz`), log)).toBeGreaterThan(1_000)
      const verified = await verifyLog({ log, recordedWhole: true, most: Number.POSITIVE_INFINITY })
      expect(verified.undecodable).toBe(0)
      expect(verified.first.filter(({ event }) => !listed.includes(event))).toEqual([])
      expect([...new Set(verified.first.map(({ event }) => event))].sort()).toEqual([...listed].sort())
      expect(verified.events).toBeGreaterThan(1_000)
      for (const [name, { events }] of Object.entries(verified.byProcessor))
        expect(events > 0, name).toBe(younger[release]?.includes(name) !== true)
    } finally {
      await log.close()
      rmSync(dir, { recursive: true })
    }
  },
)
