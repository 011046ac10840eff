import { expect, test } from 'vitest'
import { inside, leave, newGate, shutGate, shutGateNow } from './gate.ts'

/** Whether a promise has settled once all that is ready has run. */
const settled = async (promise: Promise<unknown>) => {
  let done = false
  promise.then(() => {
    done = true
  })
  await new Promise(resolve => setImmediate(resolve))
  return done
}

test('a new gate is shut only after its thread has left', async () => {
  const gate = newGate()
  const closing = shutGate(gate)
  expect(await settled(closing)).toBe(false)
  leave(gate)
  await closing
})

test('it is shut only after all that are inside have left, well or ill', async () => {
  const gate = newGate()
  leave(gate)
  const well = Promise.withResolvers<number>()
  const ill = Promise.withResolvers<number>()
  const passed = inside(gate, () => well.promise)
  const fallen = expect(inside(gate, () => ill.promise)).rejects.toThrow('ill')
  const closing = shutGate(gate)
  well.resolve(7)
  expect(await passed).toBe(7)
  expect(await settled(closing)).toBe(false)
  ill.reject(new Error('ill'))
  await fallen
  await closing
})

test('nobody passes a gate that is shut', async () => {
  const gate = newGate()
  leave(gate)
  await shutGate(gate)
  let worked = false
  await expect(
    inside(gate, async () => {
      worked = true
    }),
  ).rejects.toThrow('shut')
  expect(worked).toBe(false)
})

test('who cannot wait shuts it at once where nobody is inside, and gives up at the limit where somebody is', () => {
  const empty = newGate()
  leave(empty)
  shutGateNow(empty, 60_000)
  shutGateNow(newGate(), 1)
})
