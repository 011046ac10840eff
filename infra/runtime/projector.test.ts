import { expect, it } from 'vitest'
import type { EventLog, Position } from '../../processors/ports/log.ts'
import { project, type ReadModel } from './projector.ts'

/** A topic of one partition that ends at `end`, and a model that was folded up to `position`. */
const scene = (end: bigint, position: bigint) => {
  const troubles: string[] = []
  const did: string[] = []
  let at = position
  const log = {
    end: async () => end,
    read: async () => [],
    wait: (_place: Position, signal: AbortSignal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  } as unknown as EventLog
  const model: ReadModel = {
    position: () => at,
    clear: () => {
      did.push('clear')
      at = end
    },
    apply: () => void did.push('apply'),
  }
  const projection = project(log, 'cache.entries', 1, model, error => void troubles.push(String(error)))
  return { projection, troubles, did }
}

it('a model that is ahead of its log is folded again, and that is told', async () => {
  const { projection, troubles, did } = scene(3n, 7n)
  await projection.caughtUp()
  await projection.stop()
  expect(did).toEqual(['clear'])
  expect(troubles).toEqual([expect.stringContaining('ahead of the log')])
})

it('a model that is where its log ends is left alone', async () => {
  const { projection, troubles, did } = scene(7n, 7n)
  await projection.caughtUp()
  await projection.stop()
  expect([did, troubles]).toEqual([[], []])
})
