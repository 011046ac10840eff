import { expect, it } from 'vitest'
import { createRefusals } from './refusals.ts'

it('a refusal is told for five seconds, then turns are tried again', () => {
  let nowMs = 100
  const refusals = createRefusals(() => nowMs)
  expect(refusals.recent()).toBeNull()
  refusals.note()
  nowMs += 4_999
  expect(refusals.recent()).toMatch(/cannot be written/)
  nowMs += 1
  expect(refusals.recent()).toBeNull()
})

it('a refusal is over once a turn is taken', () => {
  const refusals = createRefusals(() => 0)
  refusals.note()
  refusals.over()
  expect(refusals.recent()).toBeNull()
})
