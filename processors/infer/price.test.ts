import { expect, it } from 'vitest'
import { usage, views } from './infer.fixtures.ts'
import { picoUsd } from './price.ts'

const { prices } = views.configuration
const march = Date.parse('2026-03-01')
const price = (input: string) => [{ model: 'm', valid_from: '2026-01-01', input, cached_input: '0', output: '0' }]

it('prices sent, cached and received tokens apart', () => {
  expect(picoUsd(usage(1_000, 100, 400), 'mini', march, prices)).toBe(600 * 100_000 + 400 * 10_000 + 100 * 400_000)
})

it.each([
  ['before the change', '2026-06-30T23:59:59Z', 2_000_000],
  ['from its first moment on', '2026-07-01T00:00:00Z', 1_000_000],
])('takes the newest price that is valid: %s', (_when, at, expected) => {
  expect(picoUsd(usage(1, 0), 'maxi', Date.parse(at), prices)).toBe(expected)
})

it.each([
  ['a model that the list does not have', 'unknown', march],
  ['a time before the first price', 'mini', Date.parse('2025-12-31')],
])('gives null for %s', (_what, model, at) => {
  expect(picoUsd(usage(1, 1), model, at, prices)).toBeNull()
})

it.each([
  ['0.000001', 1],
  ['0.1', 100_000],
  ['15', 15_000_000],
  ['0', 0],
])('reads USD %s for a million tokens exactly', (decimal, expected) => {
  expect(picoUsd(usage(1, 0), 'm', march, price(decimal))).toBe(expected)
})

it('is exact where floating point is not', () => {
  expect(picoUsd(usage(3, 0), 'm', march, price('0.1'))).toBe(300_000)
  expect(picoUsd(usage(7_000_003, 0), 'm', march, price('1.234567'))).toBe(7_000_003 * 1_234_567)
})

it('never prices more cached tokens than were sent', () => {
  expect(picoUsd(usage(10, 0, 12), 'mini', march, prices)).toBe(10 * 10_000)
})
