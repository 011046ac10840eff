import { getEventListeners } from 'node:events'
import { expect, test, vi } from 'vitest'
import { orAborted } from './or-aborted.ts'

test('an aborted signal ends the waiting and abandons once', async () => {
  const { signal, controller, abandon } = waiting()
  const result = orAborted(new Promise(() => undefined), signal, abandon)
  controller.abort(new Error('drain'))
  await expect(result).rejects.toThrow('drain')
  expect(abandon).toHaveBeenCalledOnce()
})

test('a signal that was aborted before does too', async () => {
  const abandon = vi.fn()
  await expect(orAborted(new Promise(() => undefined), AbortSignal.abort(new Error('late')), abandon)).rejects.toThrow(
    'late',
  )
  expect(abandon).toHaveBeenCalledOnce()
})

test('work that ends, well or ill, leaves no listener and is not abandoned', async () => {
  const { signal, controller, abandon } = waiting()
  await expect(orAborted(Promise.resolve(1), signal, abandon)).resolves.toBe(1)
  await expect(orAborted(Promise.reject(new Error('ill')), signal, abandon)).rejects.toThrow('ill')
  expect(getEventListeners(signal, 'abort')).toEqual([])
  controller.abort()
  expect(abandon).not.toHaveBeenCalled()
})

const waiting = () => {
  const controller = new AbortController()
  return { controller, signal: controller.signal, abandon: vi.fn() }
}
