import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { createGuard } from './guard.ts'

const scene = (probe: () => Promise<unknown>) => {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  return createGuard({ timeoutMs: 30, probeMs: 20, probe, signal: stop.signal })
}
const fail = async (): Promise<never> => {
  throw new Error('connection refused')
}

it('gives up at the time limit, and tells the request', async () => {
  const guard = scene(fail)
  let aborted = false
  const hanging = guard.run(
    signal =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          aborted = true
        })
      }),
  )
  await expect(hanging).rejects.toThrow()
  expect(aborted).toBe(true)
})

it('after three failures in a row sends nothing but probes, and says why', async () => {
  let probes = 0
  const guard = scene(async () => {
    probes++
    return fail()
  })
  for (let n = 0; n < 3; n++) await guard.run(fail).catch(() => undefined)
  expect(guard.broken()).toBe('connection refused')
  let sent = 0
  await expect(guard.run(async () => void sent++)).rejects.toThrow()
  expect(sent).toBe(0)
  while (probes < 3) await delay(5)
  expect(guard.broken()).not.toBeNull()
})

it('is whole again after a probe that succeeds, though nobody asks', async () => {
  let up = false
  const guard = scene(async () => up || fail())
  for (let n = 0; n < 3; n++) await guard.run(fail).catch(() => undefined)
  up = true
  while (guard.broken() !== null) await delay(5)
  expect(await guard.run(async () => 'answer')).toBe('answer')
})

it('a failure now and then breaks nothing', async () => {
  const guard = scene(fail)
  for (let n = 0; n < 10; n++) {
    await guard.run(fail).catch(() => undefined)
    await guard.run(async () => 'answer')
  }
  expect(guard.broken()).toBeNull()
})
