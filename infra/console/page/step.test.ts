import { expect, it } from 'vitest'
import { isHit, sentenceOf, spanOf, type TurnEvent } from './step.ts'

const event = (type: string, data: object, timeMs = 1_000): TurnEvent => ({
  topic: 'chat.turns',
  partition: 0,
  offset: 0,
  id: type,
  type,
  timeMs,
  causeId: null,
  source: 'test',
  data: { ...data },
})

const timings = { enrichMs: 0.5, embedMs: 3, exactMs: 0.1, semanticMs: null }
const resolution = { outcome: 'cold', reason: 'threshold', similarity: 0.96, threshold: 0.93, timings }

it('a hit is told from a miss, with its similarity against the threshold', () => {
  const hit = event('TurnResolved', { resolution })
  expect(sentenceOf(hit)).toBe('Hit in the cold layer, similarity 0.960 against 0.930')
  expect(isHit(hit)).toBe(true)
  const miss = event('TurnResolved', { resolution: { ...resolution, outcome: 'none', reason: 'below_threshold' } })
  expect(sentenceOf(miss)).toBe('Miss: nothing near enough, similarity 0.960 against 0.930')
  expect(isHit(miss)).toBe(false)
})

it('the tokens of a question are told where they were counted', () => {
  const enrichment = { scene: 'returns', language: 'en', slots: [], tokens: 11 }
  const told = (tokens: number): string => sentenceOf(event('TurnEnriched', { enrichment: { ...enrichment, tokens } }))
  expect(told(11)).toBe('Scene returns, language en, 0 details, 11 tokens')
  expect(told(0)).toBe('Scene returns, language en, 0 details')
})

it('a ledger line says what the baseline model would have cost, and that a degraded answer saves nothing', () => {
  const line = { source: 'exact', degraded: null, costPicoUsd: 0, baselinePicoUsd: 2e9, baselineModel: 'large' }
  const told = (cares: object): string => sentenceOf(event('LedgerLine', { ...line, ...cares }))
  expect(told({})).toBe('$0, where large would have cost $0.002')
  expect(told({ degraded: 'no_upstream' })).toBe(told({}))
  expect(told({ source: 'faq', degraded: 'no_upstream' })).toBe(`${told({})}; degraded, so nothing is saved`)
})

it('an event of a type that has no sentence is told by its type', () => {
  expect(sentenceOf(event('EntryEvicted', {}))).toBe('EntryEvicted')
})

it('a step that measured itself ran that long', () => {
  expect(spanOf(event('InferenceCompleted', { durationMs: 40 }, 1_060), 1_000, 5)).toEqual({ fromMs: 20, toMs: 60 })
  expect(spanOf(event('TurnResolved', { resolution }), 1_000, 0)).toEqual({ fromMs: 0, toMs: 3.6 })
  expect(spanOf(event('TurnAnswered', { latencyMs: 5.5 }), 1_000, 3.6)).toEqual({ fromMs: 0, toMs: 5.5 })
})

it('a step comes no earlier than its cause ended', () => {
  expect(spanOf(event('PromptBuilt', {}), 1_000, 36)).toEqual({ fromMs: 36, toMs: 36 })
})

it('existing answers are told where they were offered, and where one was chosen', () => {
  const prompt = { tokensBefore: 90, tokensAfter: 90, pending: { passages: [] }, offers: [{}, {}] }
  expect(sentenceOf(event('PromptBuilt', prompt))).toBe('90 tokens, 0 passages, 2 existing answers to choose from')
  const answer = { source: 'model', latencyMs: 120, costPicoUsd: 0, choice: { offered: 2, tokens: 60, entryId: 'e1' } }
  expect(sentenceOf(event('TurnAnswered', answer))).toBe(
    'Answered (model, an existing answer chosen) after 120 ms for $0',
  )
})
