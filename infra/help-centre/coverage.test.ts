import { expect, it } from 'vitest'
import { coverageScorer } from './coverage.ts'

const coverage = coverageScorer([
  ['return', 'item', 'faulty'],
  ['return', 'start', 'return'],
  ['express', 'delivery'],
])

it('is whole where an article has every term, however often, and nothing where it has none', () => {
  expect([...coverage(['return', 'start', 'start'])]).toEqual([expect.any(Number), 1, 0])
})

it('weighs a term by how few articles have it, and one that none has most of all', () => {
  const [faulty, start] = coverage(['return', 'faulty', 'start'])
  expect(faulty).toBeCloseTo(start!)
  expect(faulty).toBeGreaterThan(0.5)
  expect(coverage(['express', 'zeppelin'])[2]).toBeLessThan(0.5)
})

it('of a text without terms is 0', () => {
  expect([...coverage([])]).toEqual([0, 0, 0])
})
