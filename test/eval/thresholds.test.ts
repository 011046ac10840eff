import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { evaluateCache } from '../../infra/eval/cache.ts'
import { formatThresholdsEvaluation } from '../../infra/eval/format.ts'
import { plotSvg } from '../../infra/eval/plot-svg.ts'
import { plotText } from '../../infra/eval/plot-text.ts'
import { evaluateThresholds } from '../../infra/eval/thresholds.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'

/** Texts are near as they share words. */
const dimensions = 64
const words: EmbeddingModel = {
  name: 'words',
  dimensions,
  embed: async texts =>
    texts.map(text => {
      const all = text.toLowerCase().match(/[a-z]+/g) ?? []
      const counts = new Float32Array(dimensions)
      for (const word of all) counts[Number.parseInt(hash('sha256', word).slice(0, 4), 16) % dimensions]! += 1
      const length = Math.hypot(...counts)
      return { vector: counts.map(count => count / length), tokens: all.length }
    }),
  close: async () => undefined,
}

/** Without the vote of neighbours only the threshold decides. */
const configuration = configurationSchema.parse({ cache: { agreement: 0 } })

/** Four wordings of each of three questions, the last of them under another group: a hit on it is wrong. */
const rows = ['return the item', 'track the parcel', 'close the account'].flatMap(question =>
  ['How do I', 'how do i', 'How can I', 'Tell me how to'].map((start, at) => ({
    text: `${start} ${question}?`,
    group: at === 3 ? `${question} otherwise` : question,
  })),
)

const sweep = (embedding: EmbeddingModel, thresholds: readonly number[]) =>
  evaluateThresholds({ rows, configuration, embedding, thresholds })

test('each threshold gives what eval cache gives at it', async () => {
  const { thresholds } = await sweep(words, [0.5, 0.97])
  for (const { threshold, ...result } of thresholds) {
    const set = configurationSchema.parse({ cache: { threshold, readThreshold: threshold, agreement: 0 } })
    const { latencyMs: _latency, ...alone } = await evaluateCache({
      rows,
      configuration: set,
      embedding: words,
    })
    expect(result).toEqual(alone)
  }
  expect(thresholds[0]!.hitRate).toBeGreaterThan(thresholds[1]!.hitRate)
})

test('a text is embedded as often for many thresholds as for one', async () => {
  const counting = () => {
    let texts = 0
    const embed: EmbeddingModel['embed'] = (asked, signal) => {
      texts += asked.length
      return words.embed(asked, signal)
    }
    return { model: { ...words, embed }, texts: () => texts }
  }
  const [one, many] = [counting(), counting()]
  await sweep(one.model, [0.97])
  const { embedded } = await sweep(many.model, [0.97, 0.971, 0.972])
  expect(many.texts()).toBe(one.texts())
  expect(embedded).toBe(one.texts())
})

test('thresholds come out once each, in their order, whatever order they are given in', async () => {
  const { thresholds } = await sweep(words, [0.9, 0.5, 0.9])
  expect(thresholds.map(({ threshold }) => threshold)).toEqual([0.5, 0.9])
})

test('a threshold of its own that a scene has does not hide the one that is tried', async () => {
  const named = rows.map(row => ({ ...row, scene: 'general' }))
  const own = configurationSchema.parse({ cache: { agreement: 0, thresholds: { general: 0.99 } } })
  const options = { rows: named, embedding: words, thresholds: [0.5] }
  const { thresholds } = await evaluateThresholds({ ...options, configuration: own })
  const plain = await evaluateThresholds({ ...options, configuration })
  expect(thresholds).toEqual(plain.thresholds)
})

test('the plot has a letter for each threshold, further right for more hits and higher for more wrong ones', async () => {
  const { thresholds } = await sweep(words, [0.97])
  const point = (hitRate: number, falsePerHit: number) => ({ ...thresholds[0]!, hitRate, falsePerHit })
  const lines = plotText([point(0.5, 0.1), point(0.25, 0)]).split('\n')
  const at = (letter: string) => {
    const row = lines.findIndex(line => line.includes(`│`) && line.split('│')[1]!.includes(letter))
    return { row, column: lines[row]!.indexOf(letter) }
  }
  expect(at('a').row).toBeLessThan(at('b').row)
  expect(at('a').column).toBeGreaterThan(at('b').column)
  expect(lines.join('\n')).toContain('50 %')
})

test('nothing to plot is plotted as nothing: no hits at all', async () => {
  const { thresholds, ...rest } = await sweep(words, [1])
  const none = [{ ...thresholds[0]!, hitRate: 0, falsePerHit: 0 }]
  expect(formatThresholdsEvaluation({ ...rest, thresholds: none })).toContain('│a')
})

test('the SVG is the same each time, and names every threshold', async () => {
  const result = await sweep(words, [0.5, 0.9, 0.97])
  const [one, other] = [plotSvg(result), plotSvg(result)]
  expect(one).toMatch(/^<svg /)
  for (const name of ['0.5', '0.9', '0.97', 'hits, of requests', 'wrong, of hits']) expect(one).toContain(`>${name}<`)
  // Names of styles count on within a process.
  const withoutIds = (svg: string): string => svg.replaceAll(/zr\d*-c(ls-)?\d+/g, 'zr')
  expect(withoutIds(other)).toBe(withoutIds(one))
})
