import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BenchReport } from '../../infra/bench/report.ts'
import { rowIds, targets } from '../../infra/bench/targets.ts'
import { type Ended, scratch, turnstream } from '../cli/turnstream.ts'

const limitMs = 240_000

describe('turnstream bench --quick --full', () => {
  const { dir, remove } = scratch()
  const out = join(dir, 'report.json')
  let ended: Ended
  let report: BenchReport

  beforeAll(async () => {
    ended = await turnstream(['bench', '--quick', '--full', '--json', '--check', '--data-dir', dir, '--out', out])
    report = JSON.parse(ended.stdout) as BenchReport
  }, limitMs)
  afterAll(remove)

  it('measures every row of the table, each goal with a number', () => {
    expect(report.rows.map(({ id, failure }) => [id, failure])).toEqual(
      expect.arrayContaining(rowIds.filter(id => !id.endsWith('-rate')).map(id => [id, null])),
    )
    expect(report.rows.map(({ id }) => id)).toEqual(rowIds)
    for (const { id, goals } of report.rows) {
      expect(goals.map(({ measure }) => measure)).toEqual(targets[id].goals.map(({ measure }) => measure))
      for (const { value } of goals) expect(value).toEqual(expect.any(Number))
    }
  })

  it('has latencies and the cost of each request where requests were sent', () => {
    for (const id of ['exact', 'semantic', 'miss', 'mixed']) {
      const row = report.rows.find(found => found.id === id)!
      expect(row.latencyMs).toEqual({ p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) })
      expect(row.count).toBeGreaterThan(0)
    }
  })

  it('sends what the rows are about: exact hits, semantic hits, one model call for many', () => {
    const row = (id: string) => report.rows.find(found => found.id === id)!
    expect(row('exact').details.hitShare).toBe(1)
    expect(row('semantic').details.hitShare).toBeGreaterThan(0.7)
    const calls = row('identical').goals.find(({ measure }) => measure === 'model calls')!
    expect(calls.value).toBe(1)
    expect(row('identical').details.failed).toBe(0)
    expect(row('replay').details.identical).toBe(true)
    expect(row('rebuild').details.equal).toBe(true)
  })

  it('judges nothing on small sizes, so that --check has nothing to complain of', () => {
    expect(report.sizes).toBe('quick')
    expect(report.rows.every(({ reached }) => reached === null)).toBe(true)
    expect(ended.code).toBe(0)
  })

  it('says what was measured, where and when', () => {
    expect(report).toMatchObject({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      commit: { id: expect.any(String), dirty: expect.any(Boolean) },
      machine: { cores: expect.any(Number), model: expect.any(String), node: process.version },
    })
    expect(report.generatorCpuUs).toBeGreaterThan(0)
  })

  it('writes the same report to the file, and leaves no data behind', () => {
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(report)
    expect(readdirSync(dir)).toEqual(['report.json'])
  })
})

describe('turnstream bench', () => {
  it('refuses a row that there is not, with the names of those that there are', async () => {
    const { code, stderr } = await turnstream(['bench', '--rows', 'exact,speed'])
    expect(code).toBe(2)
    expect(stderr).toContain('speed')
    expect(stderr).toContain('semantic-rate')
  })

  it('refuses a commit that there is not before it measures anything', async () => {
    const { dir, remove } = scratch()
    try {
      const { code, stderr } = await turnstream(['bench', '--quick', '--vs', 'no-such-commit', '--data-dir', dir])
      expect(code).toBe(2)
      expect(stderr).toContain('no-such-commit')
      expect(readdirSync(dir)).toEqual([])
    } finally {
      remove()
    }
  })
})
