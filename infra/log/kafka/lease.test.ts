import { expect, it } from 'vitest'
import { openLease } from './lease.ts'

it('lasts from when the last answered heartbeat was sent, not from when its answer came', () => {
  let nowMs = 100
  const lease = openLease(50, 100, () => nowMs)
  nowMs = 140
  lease.renew(110)
  nowMs = 160
  expect(lease.isOver()).toBe(false)
  nowMs = 161
  expect(lease.isOver()).toBe(true)
})

it('is not brought back by an answer that comes after it is over', () => {
  let nowMs = 0
  const lease = openLease(50, 0, () => nowMs)
  nowMs = 51
  lease.renew(50)
  expect(lease.isOver()).toBe(true)
})
