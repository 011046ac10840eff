import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfiguration } from '../../infra/configuration/load.ts'
import { openMiniLm } from '../../infra/embedding/minilm.ts'
import { formatTrapFailures, formatTrapsEvaluation } from '../../infra/eval/format-traps.ts'
import { readTrapRows, type TrapRow } from '../../infra/eval/rows.ts'
import { evaluateTraps, type TrapOutcome } from '../../infra/eval/traps.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'

let embedding: EmbeddingModel
beforeAll(async () => {
  embedding = await openMiniLm({ workers: 1, cacheEntries: 1_000 })
})
afterAll(() => embedding.close())

const rowOf = (row: Partial<TrapRow>): TrapRow => ({
  id: 'one',
  kind: 'any',
  a: 'How do I return a jacket?',
  b: 'How do I return a jacket?',
  same: true,
  ...row,
})

const evaluate = async (rows: readonly TrapRow[], set: readonly string[] = []) => {
  const outcomes: TrapOutcome[] = []
  const result = await evaluateTraps({
    rows,
    configuration: loadConfiguration({ env: {}, set: [...set] }),
    embedding,
    onRow: (_row, outcome) => outcomes.push(outcome),
  })
  return { result, outcomes }
}

describe('a row of traps', () => {
  test('is served where the second question is the first one', async () => {
    const { result } = await evaluate([rowOf({})])
    expect(result).toEqual({
      traps: 0,
      falseServes: 0,
      falseServeRate: 0,
      sameCases: 1,
      sameServed: 1,
      sameServeRate: 1,
      byKind: { any: { cases: 1, served: 1, traps: 0, falseServes: 0 } },
    })
  })

  test('counts as a false serve where it should not have been served', async () => {
    const { result } = await evaluate([rowOf({ same: false }), rowOf({ b: 'When do you open?', same: false })])
    expect(result).toMatchObject({
      traps: 2,
      falseServes: 1,
      falseServeRate: 0.5,
      byKind: { any: { cases: 2, served: 1, traps: 2, falseServes: 1 } },
    })
  })

  test('begins with an empty cache: an earlier row answers nothing', async () => {
    const { outcomes } = await evaluate([rowOf({}), rowOf({ a: 'When do you open?' })])
    expect(outcomes.map(({ served }) => served)).toEqual([true, false])
  })

  test('has as many askers as it takes to share what carries details', async () => {
    const { result } = await evaluate([rowOf({ a: 'Can I pay a deposit of £20?', b: 'can i pay a deposit of £20' })])
    expect(result.sameServed).toBe(1)
  })

  test('keeps tenants, scenes and histories apart', async () => {
    const { outcomes } = await evaluate([
      rowOf({ tenant_a: 'one', tenant_b: 'two' }),
      rowOf({ tenant_a: 'one', tenant_b: 'one', scene: 'returns' }),
      rowOf({ a: 'when?', b: 'when?', history_a: ['Do you open?'], history_b: [{ role: 'user', content: 'Sales?' }] }),
    ])
    expect(outcomes.map(({ served }) => served)).toEqual([false, true, false])
  })

  test('says why it was not served, as a guard said', async () => {
    const asked = rowOf({ a: 'How do I enable 2FA?', b: 'How do I disable 2FA?', same: false })
    const { outcomes } = await evaluate([asked], ['cache.threshold=0.5'])
    expect(outcomes[0]).toMatchObject({ served: false, reason: 'refused', detail: expect.stringContaining('enable') })
    const text = formatTrapFailures([{ ...asked, outcome: outcomes[0]! }])
    expect(text).toContain('SERVED')
    expect(text).toContain('b: How do I disable 2FA?')
  })
})

test('the result is a table with a line for each kind', async () => {
  const { result } = await evaluate([rowOf({}), rowOf({ kind: 'other', b: 'When do you open?', same: false })])
  const table = formatTrapsEvaluation(result)
  expect(table).toContain('other')
  expect(table).toContain('100.0 %')
})

describe('the rows of traps', () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-traps-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'rows.ndjson')
  const line = JSON.stringify(rowOf({}))

  test.each([
    [`${line}\n${line}`, /id one comes twice/],
    [line.replace('"same":true', '"same":"no"'), /rows\.ndjson:1: same/],
    ['{}', /rows\.ndjson:1: id/],
  ])('%s is refused', (text, complaint) => {
    writeFileSync(file, text)
    expect(() => readTrapRows(file)).toThrow(complaint)
  })

  const folder = join(import.meta.dirname, '../../data/traps')
  const shipped = readdirSync(folder).filter(name => name.endsWith('.ndjson'))
  const rows = shipped.flatMap(name => readTrapRows(join(folder, name)))

  test('of the project cover kinds and languages, half of them paraphrases', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(rows.length).toBeGreaterThan(1_000)
    expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(15)
    expect(new Set(rows.map(({ lang }) => lang)).size).toBeGreaterThanOrEqual(5)
    const same = rows.filter(row => row.same).length / rows.length
    expect(same).toBeGreaterThan(0.4)
    expect(same).toBeLessThan(0.6)
  })
})
