import { expect, it } from 'vitest'
import type { Price } from '../../processors/configuration.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import type { Usage } from '../../schemas/types.ts'
import { lineOf, recordOf, usageOf } from './ledger.fixtures.ts'
import { createRepricing } from './reprice.ts'

const price = (model: string, input: string, output: string, valid_from = '2026-01-01'): Price => ({
  model,
  valid_from,
  input,
  cached_input: input,
  output,
})

const requested = (callId: string, model: string) => recordOf('InferenceRequested', { callId, model })
const failed = (callId: string, model: string, usage: Usage) => recordOf('InferenceFailed', { callId, model, usage })

/** A log that has these records about every turn. */
const logOf = (...records: readonly StoredRecord[]) => ({ ofSubject: () => records })

const list = [price('small', '1', '2'), price('large', '10', '20')]

it('prices what was spent and the baseline, exactly', () => {
  const { line, unpriced } = createRepricing(logOf(), list)
  expect(line(lineOf({}))).toMatchObject({ costPicoUsd: 120_000_000, baselinePicoUsd: 1_700_000_000 })
  expect(unpriced()).toEqual({})
})

it('takes the price that held on the day', () => {
  const changing = [...list, price('small', '3', '2', '2026-02-01')]
  const { line } = createRepricing(logOf(), changing)
  const on = (day: string): number => line(lineOf({ atMs: Date.parse(day) })).costPicoUsd
  expect([on('2026-01-31'), on('2026-02-01')]).toEqual([120_000_000, 320_000_000])
})

it('leaves a hit at nothing, whatever its model costs', () => {
  const { line } = createRepricing(logOf(), list)
  expect(line(lineOf({ source: 'exact', usage: usageOf(0, 0), calls: 0 }))).toMatchObject({ costPicoUsd: 0 })
})

it('prices each call under its own model where another answered in the end', () => {
  const log = logOf(failed('c1', 'large', usageOf(100, 0)), failed('c2', 'small', usageOf(100, 10)))
  const { line } = createRepricing(log, list)
  expect(line(lineOf({ calls: 2, usage: usageOf(200, 10) })).costPicoUsd).toBe(1_000_000_000 + 120_000_000)
  expect(line(lineOf({ calls: 1, source: 'faq', usage: usageOf(200, 10) })).costPicoUsd).toBe(1_120_000_000)
})

it('prices a dated name by the name that was asked for', () => {
  const log = logOf(requested('c1', 'small'), failed('c1', 'small-2026-01-01', usageOf(100, 10)))
  const { line, unpriced } = createRepricing(log, list)
  expect(line(lineOf({ model: 'small-2026-01-01' })).costPicoUsd).toBe(120_000_000)
  expect(unpriced()).toEqual({})
})

it('prices what existing answers took and spared, by the name that was asked for where the other has no price', () => {
  const choice = { offered: 4, chosen: true, tokens: 40, costPicoUsd: 1, savedTokens: 20, savedPicoUsd: 1 }
  const log = logOf(requested('c1', 'small'), failed('c1', 'small-2026-01-01', usageOf(100, 10)))
  const { line } = createRepricing(log, list)
  for (const model of ['small', 'small-2026-01-01'])
    expect(line(lineOf({ model, choice })).choice).toEqual({
      ...choice,
      costPicoUsd: 40_000_000,
      savedPicoUsd: 40_000_000,
    })
  expect(line(lineOf({})).choice).toBeNull()
})

it('counts what has no price as nothing, and says how often', () => {
  const { line, unpriced } = createRepricing(logOf(), [list[0]!])
  expect(line(lineOf({ model: 'unknown' }))).toMatchObject({ costPicoUsd: 0, baselinePicoUsd: 0 })
  line(lineOf({}))
  expect(unpriced()).toEqual({ large: 2, unknown: 1 })
})

it('prices what a check tells of its hit with the baseline', () => {
  const tokens = { assumedTokens: usageOf(100, 10), freshTokens: usageOf(100, 20) }
  const checked = { propensity: 0.05, ...tokens, assumedPicoUsd: 1, freshPicoUsd: 1 }
  expect(createRepricing(logOf(), list).line(lineOf({ checked })).checked).toEqual({
    ...checked,
    assumedPicoUsd: 1_200_000_000,
    freshPicoUsd: 1_400_000_000,
  })
})
