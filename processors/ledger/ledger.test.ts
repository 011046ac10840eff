import { describe, expect, it } from 'vitest'
import type { LedgerLine, RouterCall } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { answeredOf, at, configurationOf, eventOf, resolutionOf, viewsOf } from '../fixtures.ts'
import { ledger } from './decide.ts'
import { savedPicoUsd } from './saving.ts'

const views = viewsOf({
  configuration: configurationOf({
    baselineModel: 'large',
    prices: [
      { model: 'large', valid_from: '2026-01-01', input: '2.5', cached_input: '0.25', output: '10' },
      { model: 'small', valid_from: '2026-01-01', input: '0.1', cached_input: '0.01', output: '0.4' },
    ],
  }),
})
const lineFor = (
  answer: Parameters<typeof answeredOf>[0],
  tokensBefore: number | null,
  routing: RouterCall | null = null,
  hit: Parameters<typeof ledger.decide>[2]['hit'] = null,
): LedgerLine => {
  const resolved = eventOf('TurnResolved', {
    turnId: 't1',
    tenant: 'default',
    conversationId: 't1',
    solo: true,
    resolution: resolutionOf({ timings: { enrichMs: 0.1, embedMs: 1.4, exactMs: null, semanticMs: null } }),
  })
  const prompt = tokensBefore === null ? null : ({ data: { tokensBefore } } as DomainEvent<'PromptBuilt'>)
  const [event] = ledger.decide(
    null,
    eventOf('TurnAnswered', answeredOf(answer), { timeMs: at }),
    { resolved, prompt, routing, request: null, hit },
    views,
  )
  return event!.data as LedgerLine
}

it('prices the baseline of a miss from the uncompressed prompt', () => {
  // 1,000 tokens at 2.5 USD and 20 at 10 USD a million: 0.0025 + 0.0002 USD.
  expect(lineFor({}, 1_000)).toMatchObject({
    day: '2026-09-01',
    costPicoUsd: 18_000_000,
    baselinePicoUsd: 2_700_000_000,
    embedMs: 1.4,
    calls: 1,
    source: 'model',
  })
})
it('compares a turn that no customer asked with nothing', () => {
  for (const [turnId, purpose] of [
    ['t1.summary.1', 'summary'],
    ['t1.judge', 'judgement'],
    ['t1.check', 'check'],
    ['w_1', 'task'],
  ])
    expect(lineFor({ turnId: turnId! }, 1_000)).toMatchObject({
      ...{ purpose, costPicoUsd: 18_000_000, baselinePicoUsd: 0 },
      baselineTokens: { promptTokens: 0, completionTokens: 0 },
    })
})
describe('a check', () => {
  const hit = { propensity: 0.25, tokens: { promptTokens: 400, completionTokens: 50, cachedTokens: 0, counted: false } }
  it('tells what the baseline would have taken for a fresh answer, beside what was assumed for the hit', () => {
    // 400 and 600 tokens at 2.5 USD, 50 and 20 at 10 USD a million.
    expect(lineFor({ turnId: 't1.check' }, 600, null, hit)).toMatchObject({
      purpose: 'check',
      baselinePicoUsd: 0,
      checked: {
        propensity: 0.25,
        assumedTokens: hit.tokens,
        assumedPicoUsd: 1_500_000_000,
        freshTokens: { promptTokens: 600, completionTokens: 20 },
        freshPicoUsd: 1_700_000_000,
      },
    })
  })
  it('tells nothing where no model answered it, nor does a turn that checks none', () => {
    const lost = { turnId: 't1.check', source: 'faq', degraded: 'failover' }
    expect(lineFor(lost, 600, null, hit).checked).toBeNull()
    expect(lineFor({}, 600).checked).toBeNull()
  })
})
it('adds what asking a model for the tier took, which the baseline would not have', () => {
  const usage = { promptTokens: 120, completionTokens: 1, cachedTokens: 0, counted: false }
  const routing = { pool: 'tiny', model: 'small', usage, costPicoUsd: 12_400_000 }
  expect(lineFor({}, 1_000, routing)).toMatchObject({
    ...{ costPicoUsd: 18_000_000 + 12_400_000, baselinePicoUsd: 2_700_000_000, calls: 1, routing },
  })
})
it('prices the baseline of a hit from what writing the answer took, and its cost at nothing', () => {
  const reusedUsage = { promptTokens: 400, completionTokens: 50, cachedTokens: 0, counted: false }
  const usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }
  expect(lineFor({ source: 'exact', usage, reusedUsage, costPicoUsd: 0, calls: 0 }, null)).toMatchObject({
    costPicoUsd: 0,
    baselinePicoUsd: 1_500_000_000,
    baselineTokens: reusedUsage,
  })
})
it('prices the baseline of a degraded miss as a model would have been paid for it: the prompt and its text, counted', () => {
  const usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }
  const degraded = { source: 'faq', degraded: 'no_upstream', usage, costPicoUsd: 0, calls: 0 }
  const line = lineFor(degraded, 1_000)
  // 1,000 tokens at 2.5 USD and the 7 of its text at 10 USD a million.
  expect(line).toMatchObject({
    degraded: 'no_upstream',
    costPicoUsd: 0,
    baselineTokens: { promptTokens: 1_000, completionTokens: 7, counted: true },
    baselinePicoUsd: 2_570_000_000,
  })
  expect(savedPicoUsd(line)).toBe(0)
})
it.each([
  ['the call was the one of another turn', { calls: 0, usage: { ...answeredOf().usage, completionTokens: 0 } }],
  ['calls had failed before', { calls: 2 }],
])('counts the answer of a miss for its baseline where %s', (_why, answer) => {
  expect(lineFor(answer, 1_000).baselineTokens).toMatchObject({ completionTokens: 7, counted: true })
})
it('a degraded answer saves nothing, whatever failed before it; a hit on one saves as any hit', () => {
  const line = { ...lineFor({}, 1_000), costPicoUsd: 5, baselinePicoUsd: 100 }
  const saved = (source: string, degraded: string | null) => savedPicoUsd({ ...line, source, degraded })
  expect(saved('model', null)).toBe(95)
  expect(saved('faq', 'failover')).toBe(-5)
  expect(saved('apology', 'failover')).toBe(-5)
  expect(saved('cold', 'no_upstream')).toBe(95)
})
describe('an answer whose model was offered others', () => {
  const choice = { offered: 3, tokens: 40, entryId: 'e1' }
  const usage = { promptTokens: 140, completionTokens: 5, cachedTokens: 0, counted: false }
  const priced = { model: 'small', usage, choice }

  it('has what the offers took and, chosen, what was not written, at the prices of the model that was asked', () => {
    // 40 tokens sent at 0.1 USD, and 7 of the text less 5 of the label at 0.4 USD a million.
    expect(lineFor(priced, 1_000).choice).toEqual({
      offered: 3,
      chosen: true,
      tokens: 40,
      costPicoUsd: 4_000_000,
      savedTokens: 2,
      savedPicoUsd: 800_000,
    })
    expect(lineFor({ ...priced, choice: { ...choice, entryId: null } }, 1_000).choice).toMatchObject({
      chosen: false,
      costPicoUsd: 4_000_000,
      savedTokens: 0,
      savedPicoUsd: 0,
    })
    expect(lineFor({}, 1_000).choice).toBeNull()
  })
  it('has the whole text in its baseline, which would have written it', () => {
    expect(lineFor(priced, 1_000).baselineTokens).toMatchObject({ promptTokens: 1_000, completionTokens: 7 })
  })
  it('took and spared nothing where nobody was billed', () => {
    const none = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }
    const line = lineFor({ ...priced, usage: none, calls: 0, choice: { ...choice, tokens: 0 } }, 1_000)
    expect(line.choice).toMatchObject({ chosen: true, costPicoUsd: 0, savedTokens: 0, savedPicoUsd: 0 })
  })
})
