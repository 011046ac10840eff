import { expect, it } from 'vitest'
import { createWarmth } from './warmth.ts'

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

const start = () => {
  const loads: { readonly signal: AbortSignal; loaded(): Promise<void>; failed(): Promise<void> }[] = []
  const pauses: { readonly ms: number; over(): Promise<void> }[] = []
  const warmth = createWarmth({
    load: signal => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      signal.addEventListener('abort', reject)
      const after = (settle: () => void) => (): Promise<void> => {
        settle()
        return settled()
      }
      loads.push({ signal, loaded: after(resolve), failed: after(() => reject(new Error('gone'))) })
      return promise
    },
    pause: ms => {
      const { promise, resolve } = Promise.withResolvers<void>()
      pauses.push({
        ms,
        over: () => {
          resolve()
          return settled()
        },
      })
      return promise
    },
  })
  return { warmth, loads, pauses }
}

it('has the model loaded when it begins, and says that it is warm once it is', async () => {
  const { warmth, loads } = start()
  expect([loads.length, warmth.isWarm()]).toEqual([0, false])
  warmth.begin()
  expect([loads.length, warmth.isWarm()]).toEqual([1, false])
  await loads[0]!.loaded()
  expect(warmth.isWarm()).toBe(true)
})

it('asks for it every two minutes, and every ten seconds while it cannot be loaded', async () => {
  const { warmth, loads, pauses } = start()
  warmth.begin()
  await loads[0]!.loaded()
  await pauses[0]!.over()
  await loads[1]!.failed()
  expect(warmth.isWarm()).toBe(false)
  await pauses[1]!.over()
  await loads[2]!.loaded()
  expect(warmth.isWarm()).toBe(true)
  expect(pauses.map(({ ms }) => ms)).toEqual([120_000, 10_000, 120_000])
})

it('closed, it gives up what is loading and asks no more', async () => {
  const { warmth, loads, pauses } = start()
  warmth.begin()
  warmth.close()
  await settled()
  expect(loads[0]!.signal.aborted).toBe(true)
  await pauses[0]!.over()
  expect(loads).toHaveLength(1)
})
