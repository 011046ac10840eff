import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfiguration } from '../../infra/configuration/load.ts'
import { openMiniLm } from '../../infra/embedding/minilm.ts'
import { type CacheEvaluationOptions, evaluateCache } from '../../infra/eval/cache.ts'
import { formatCacheEvaluation } from '../../infra/eval/format.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'

let embedding: EmbeddingModel
beforeAll(async () => {
  embedding = await openMiniLm({ workers: 1, cacheEntries: 1_000 })
})
afterAll(() => embedding.close())

const evaluate = (rows: CacheEvaluationOptions['rows'], more: Partial<CacheEvaluationOptions> = {}) =>
  evaluateCache({ rows, configuration: loadConfiguration({ env: {} }), embedding, ...more })

const rows = [
  { text: 'How do I return an item?', group: 'return' },
  { text: 'how do i return an item', group: 'return' },
  { text: 'How can I return an item?', group: 'return' },
  { text: 'Do you sell gift cards?', group: 'gift' },
]

test('misses are learned, repeats are exact hits, near wordings semantic ones', async () => {
  const result = await evaluate(rows)
  expect(result).toMatchObject({
    requests: 4,
    hits: { exact: 1, semantic: 1 },
    hitRate: 0.5,
    falseHits: 0,
    falsePerHit: 0,
    wrongOnMiss: 0,
    falsePerRequest: 0,
    modelCalls: 2,
  })
  expect(result.latencyMs.p50).toBeGreaterThan(0)
  expect(formatCacheEvaluation(result)).toContain('semantic hits')
})

test('a hit whose answer was written for another group is false', async () => {
  const [first, ...rest] = rows
  const result = await evaluate([{ ...first!, group: 'other' }, ...rest])
  expect(result).toMatchObject({ hits: { exact: 1, semantic: 1 }, falseHits: 2, falsePerHit: 1, falsePerRequest: 0.5 })
})

test('the system never sees the group: other names for the groups change nothing', async () => {
  const renamed = rows.map(row => ({ ...row, group: `${row.group} of another name` }))
  const { latencyMs: _a, ...one } = await evaluate(rows)
  const { latencyMs: _b, ...other } = await evaluate(renamed)
  expect(other).toEqual(one)
})

test('tenants and named scenes share nothing', async () => {
  const apart = ['a', 'b'].flatMap(name => [
    { ...rows[0]!, tenant: name },
    { ...rows[0]!, scene: name },
  ])
  expect((await evaluate(apart)).hits).toEqual({ exact: 0, semantic: 0 })
})

test('a judge that always errs is counted on the misses', async () => {
  const asked = [
    { text: 'How do I return an item?', group: 'return' },
    { text: 'Where do I send items that I want to return?', group: 'address' },
  ]
  const answers = { return: ['In My orders.'], address: ['To the depot.'] }
  const honest = await evaluate(asked, { answers, judgeError: 0 })
  expect(honest).toMatchObject({ modelCalls: 2, wrongOnMiss: 0 })
  const erring = await evaluate(asked, { answers, judgeError: 1 })
  expect(erring).toMatchObject({ modelCalls: 2, wrongOnMiss: 1, falseHits: 0, falsePerRequest: 0.5 })
})

test('the hash names the configuration', async () => {
  const other = loadConfiguration({ set: ['cache.threshold=0.99', 'cache.readThreshold=0.99'], env: {} })
  const [a, b] = [await evaluate(rows), await evaluate(rows, { configuration: other })]
  expect(a.configHash).not.toBe(b.configHash)
  expect(b.hits).toEqual({ exact: 1, semantic: 0 })
})
