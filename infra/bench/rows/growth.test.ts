import { expect, it } from 'vitest'
import { growth } from './growth.ts'

const samples = (mb: (turns: number) => number) =>
  Array.from({ length: 51 }, (_, at) => ({ turns: 500_000 + at * 10_000, anonymousMb: mb(500_000 + at * 10_000) }))

it('is nothing for memory that only breathes', () => {
  const { share } = growth(samples(turns => 300 + ((turns / 10_000) % 2) * 20))
  expect(Math.abs(share)).toBeLessThan(0.01)
})

it('is what a leak adds, by turns and as a share', () => {
  const { share, perMillionTurnsMb } = growth(samples(turns => 100 + turns / 10_000))
  expect(perMillionTurnsMb).toBeCloseTo(100)
  expect(share).toBeCloseTo(50 / 175)
})

it('is nothing where there is too little to tell', () => {
  expect(growth([])).toEqual({ share: 0, perMillionTurnsMb: 0 })
  expect(growth([{ turns: 5, anonymousMb: 1 }])).toEqual({ share: 0, perMillionTurnsMb: 0 })
})
