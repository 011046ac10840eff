import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { evaluateCache } from '../../../infra/eval/cache.ts'
import { wilson } from '../../../infra/eval/interval.ts'
import { rules } from '../../../infra/eval/rules/catalogue.ts'
import { evaluateRules, type RulesOptions } from '../../../infra/eval/rules/evaluate.ts'
import { formatRules } from '../../../infra/eval/rules/format.ts'
import { configurationSchema } from '../../../processors/configuration.ts'
import type { EmbeddingModel } from '../../../processors/ports/embedding.ts'

/** Texts are near as they share words. */
const dimensions = 64
let embedded: string[] = []
const words: EmbeddingModel = {
  name: 'words',
  dimensions,
  embed: async texts =>
    texts.map(text => {
      embedded.push(text)
      const all = text.toLowerCase().match(/[a-z]+/g) ?? []
      const counts = new Float32Array(dimensions)
      for (const word of all) counts[Number.parseInt(hash('sha256', word).slice(0, 4), 16) % dimensions]! += 1
      const length = Math.hypot(...counts)
      return { vector: counts.map(count => count / length), tokens: all.length }
    }),
  close: async () => undefined,
}

/** Wordings of three questions, the last of each under another group: a hit on it is wrong. */
const rows = ['return the item', 'track the parcel', 'close the account'].flatMap(question =>
  ['How do I', 'How can I', 'Tell me how I', 'How would I', 'Please tell me how to'].map((start, at) => ({
    text: `${start} ${question}?`,
    group: at === 4 ? `${question} otherwise` : question,
  })),
)
const configuration = configurationSchema.parse({})

const evaluate = (more: Partial<RulesOptions> = {}) => {
  embedded = []
  return evaluateRules({ rows, configuration, embedding: words, limit: rows.length, seeds: [7], ...more })
}

const alone = await evaluate()

const named = (result: Awaited<ReturnType<typeof evaluate>>, name: string) => {
  const found = result.rules.find(({ rule }) => rule === name)
  if (!found) throw new Error(`there is no rule ${name}: ${result.rules.map(({ rule }) => rule).join(', ')}`)
  return found
}

test('every rule sees every row, and has a name of its own', () => {
  const names = alone.rules.map(({ rule }) => rule)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(rules.map(({ name }) => name)))
  for (const { requests, hits, modelCalls } of alone.rules) {
    expect(requests).toBe(rows.length)
    expect(modelCalls).toBe(requests - hits)
  }
})

test('the product at the bound that is configured is what eval cache says of it, with a judge and without one', async () => {
  for (const judgeError of [undefined, 0.5]) {
    const own = await evaluateCache({
      rows,
      configuration,
      embedding: words,
      limit: rows.length,
      seed: 7,
      judgeError,
    })
    const product = named(await evaluate({ judgeError }), 'Turnstream 1.0 %')
    expect(product).toMatchObject({
      hitRate: own.hitRate,
      wrongHits: own.falseHits,
      wrongOnMiss: own.wrongOnMiss,
      modelCalls: own.modelCalls,
    })
  }
})

test('a text is embedded once, however many rules there are', async () => {
  await evaluate()
  expect(new Set(embedded).size).toBe(embedded.length)
})

test('a lower threshold serves more, and what it serves of another group is counted as wrong', () => {
  const [low, high] = [named(alone, 'threshold 0.70'), named(alone, 'threshold 0.97')]
  expect(low.hits).toBeGreaterThan(high.hits)
  expect(low.wrongHits).toBeGreaterThan(0)
  expect(low.wrongPerHit).toBe(low.wrongHits / low.hits)
  expect(low.wrongPerRequest).toBe(low.wrongHits / low.requests)
  expect(low.ci95.wrongPerHit).toEqual(wilson(low.wrongHits, low.hits))
})

test('counts of several seeds are added up', async () => {
  const [eight, both] = [await evaluate({ seeds: [8] }), await evaluate({ seeds: [7, 8] })]
  for (const [n, result] of both.rules.entries()) {
    expect(result.hits).toBe(alone.rules[n]!.hits + eight.rules[n]!.hits)
    expect(result.wrongHits).toBe(alone.rules[n]!.wrongHits + eight.rules[n]!.wrongHits)
    expect(result.requests).toBe(2 * rows.length)
  }
})

test('the same rows and seeds give the same document', async () => {
  expect(await evaluate()).toEqual(alone)
})

test('a judge that always errs is wrong on misses under every rule, and without one none is', async () => {
  const erring = await evaluate({ judgeError: 1 })
  expect(named(erring, 'threshold 0.97').wrongOnMiss).toBeGreaterThan(0)
  expect(alone.rules.every(({ wrongOnMiss }) => wrongOnMiss === 0)).toBe(true)
})

test('the table says what was added up and names every rule', async () => {
  const result = await evaluate({ judgeError: 0.05 })
  const table = formatRules(result)
  for (const { rule } of result.rules) expect(table).toContain(rule)
  expect(table).toContain('15 requests for each of the seeds 7, added up')
  expect(table).toContain('a judge that errs in 5.0 %')
})
