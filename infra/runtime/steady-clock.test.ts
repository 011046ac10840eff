import { expect, it } from 'vitest'
import { steadyClock } from './steady-clock.ts'

const scene = () => {
  const at = { wallMs: 1_000, monotonicMs: 50 }
  const clock = steadyClock(
    () => at.wallMs,
    () => at.monotonicMs,
  )
  const pass = (ms: number): void => {
    at.wallMs += ms
    at.monotonicMs += ms
  }
  return { at, clock, pass }
}

it('tells what the wall clock tells while that goes on', () => {
  const { clock, pass } = scene()
  pass(7)
  expect(clock()).toBe(1_007)
})
it('where the wall clock goes back, goes on at the pace of time until it has caught up', () => {
  const { at, clock, pass } = scene()
  at.wallMs -= 600
  expect(clock()).toBe(1_000)
  for (let ms = 0; ms < 10; ms++) {
    pass(0.5)
    clock()
  }
  expect(clock(), 'halves of a millisecond add up').toBe(1_005)
  at.wallMs += 2_000
  expect(clock()).toBe(at.wallMs)
})
it('where the wall clock goes forward, goes with it', () => {
  const { at, clock } = scene()
  at.wallMs += 86_400_000
  expect(clock()).toBe(86_401_000)
})
