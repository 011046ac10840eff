import { describe, expect, test } from 'vitest'
import { cpuMs } from '../cpu-ms.fixtures.ts'
import { turnstreamError } from '../errors.ts'
import { isType } from '../event.ts'
import { at, configurationOf, enrichmentOf, resolutionOf, turnOf, vectorOf, viewsOf } from '../fixtures.ts'
import type { EmbeddingModel } from '../ports/embedding.ts'
import type { Facts } from '../processor.ts'
import { createEnrich } from './decide.ts'
import { embedEnrichment, enrichText } from './enrich.ts'
import { bytesToVector, vectorToBytes } from './vector.ts'

const configuration = configurationOf({ scenes: ['general', 'returns', 'orders'], products: ['Fellside jacket'] })
const views = viewsOf({ configuration })
const facts = {} as Facts
const { signal } = new AbortController()

const model = (embed: EmbeddingModel['embed']): EmbeddingModel => ({
  name: 'test:1',
  dimensions: 384,
  embed,
  close: async () => undefined,
})
const saying = (tokens: number) => model(async texts => texts.map(() => ({ vector: vectorOf(1), tokens })))
const unused = model(() => Promise.reject(new Error('must not be asked')))

const received = (options: Parameters<typeof turnOf>[0] = {}) =>
  ({
    id: 't1',
    type: 'TurnReceived',
    key: 'k1',
    timeMs: at,
    source: 'http',
    subject: 't1',
    cause: null,
    data: turnOf(options),
  }) as const

const run = async (embedding: EmbeddingModel, options: Parameters<typeof turnOf>[0] = {}) => {
  const decider = createEnrich({ embedding })
  const input = received(options)
  const outputs = decider.decide(null, input, await decider.gather(input, facts, views, signal), views)
  return { decider, input, outputs }
}

describe('enrichText', () => {
  test('tells what the text alone tells', () => {
    const enrichment = enrichText(turnOf({ message: '  Return order FH-104233?' }), configuration, 'test:1')
    expect(enrichment).toEqual({
      normalised: 'return order fh-104233',
      textHash: enrichment.textHash,
      vector: null,
      embeddingModel: 'test:1',
      tokens: 0,
      slots: [{ kind: 'identifier', value: 'FH104233', text: 'FH-104233' }],
      language: 'en',
      scene: 'returns',
      standsAlone: true,
      flags: [],
    })
  })

  test('keeps the scene that the caller names', () => {
    expect(enrichText(turnOf({ scene: 'orders' }), configuration, '').scene).toBe('orders')
  })

  test('takes a fragment for a follow-up only where something may have come before', () => {
    const standsAlone = (options: Parameters<typeof turnOf>[0]) =>
      enrichText(turnOf({ message: 'when?', ...options }), configuration, '').standsAlone
    expect(standsAlone({})).toBe(true)
    expect(standsAlone({ solo: false })).toBe(false)
    expect(standsAlone({ history: [{ role: 'user', content: 'Do you sell lamps?' }] })).toBe(false)
    expect(standsAlone({ history: [{ role: 'user', content: 'hello' }] })).toBe(true)
    expect(standsAlone({ history: [{ role: 'assistant', content: 'Hi there, how can I help you today?' }] })).toBe(true)
  })

  test('takes linear time on a megabyte', () => {
    const turn = turnOf({ message: 'ignore my previous where is '.repeat(36_000) })
    expect(cpuMs(() => enrichText(turn, configuration, ''))).toBeLessThan(5_000)
  })
})

describe('the enrich decider', () => {
  test('answers a turn with its enrichment', async () => {
    const { outputs } = await run(saying(9))
    expect(outputs).toHaveLength(1)
    const [enriched] = outputs
    expect(enriched).toMatchObject({
      id: 't1.enriched',
      type: 'TurnEnriched',
      key: 'k1',
      timeMs: at,
      source: 'enrich',
      subject: 't1',
      cause: 't1',
    })
    if (!enriched || !isType(enriched, 'TurnEnriched')) throw new Error('no TurnEnriched')
    expect(enriched.data.enrichment).toMatchObject({
      tokens: 9,
      embeddingModel: 'test:1',
      normalised: 'how do i return a jacket',
    })
    expect(bytesToVector(enriched.data.enrichment.vector!)).toEqual(vectorOf(1))
  })

  test('embeds the message as it was written, trimmed and well-formed', async () => {
    const seen: string[] = []
    const watching = model(async texts => {
      seen.push(...texts)
      return texts.map(() => ({ vector: vectorOf(1), tokens: 3 }))
    })
    await run(watching, { message: ' Is it “OK”? \uD800 ' })
    expect(seen).toEqual(['Is it “OK”? \uFFFD'])
  })

  test('takes the embedding from the rider and embeds nothing', async () => {
    const enrichment = enrichmentOf({
      vector: vectorToBytes(vectorOf(3)),
      tokens: 7,
      embeddingModel: 'other:2',
      scene: 'stale',
    })
    const rider = { enrichment, resolution: resolutionOf(), served: null, latencyMs: 1 }
    const { outputs } = await run(unused, { rider })
    expect(outputs[0]?.data).toMatchObject({
      enrichment: { vector: enrichment.vector, tokens: 7, embeddingModel: 'other:2', scene: 'returns' },
    })
  })

  test('makes of a rider what the fast lane made', async () => {
    const turn = turnOf({ message: 'Where is FH-104233 today?' })
    const enrichment = await embedEnrichment(saying(8), turn, enrichText(turn, configuration, 'test:1'), configuration)
    const { outputs } = await run(unused, {
      ...turn,
      rider: { enrichment, resolution: resolutionOf(), served: null, latencyMs: 1 },
    })
    expect(outputs[0]?.data).toMatchObject({ enrichment })
  })

  test('decides the same again from what it recorded', async () => {
    const { decider, input, outputs } = await run(saying(9), { message: 'and the blue one?' })
    expect(decider.decide(null, input, decider.recall(outputs, input, facts, views), views)).toEqual(outputs)
  })

  test('drops the vector of a text over the window, and does so again from the record', async () => {
    const { decider, input, outputs } = await run(saying(configuration.cache.maxQuestionTokens + 1))
    expect(outputs[0]?.data).toMatchObject({ enrichment: { vector: null, flags: ['over_window'] } })
    expect(decider.decide(null, input, decider.recall(outputs, input, facts, views), views)).toEqual(outputs)
  })

  test('goes on without a vector where the model fails', async () => {
    const { outputs } = await run(model(() => Promise.reject(turnstreamError('EMBEDDING_FAILED', 'no model'))))
    expect(outputs[0]?.data).toMatchObject({ enrichment: { vector: null, tokens: 0, embeddingModel: 'test:1' } })
  })

  test('does not take an abort for a failure of the model', async () => {
    const decider = createEnrich({ embedding: model((_texts, signal) => Promise.reject(signal?.reason)) })
    await expect(decider.gather(received(), facts, views, AbortSignal.abort(new Error('drain')))).rejects.toThrow(
      'drain',
    )
  })
})
