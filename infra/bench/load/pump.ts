import { setTimeout as sleep } from 'node:timers/promises'
import type { Lane } from '../server/lane.ts'
import { ask } from './ask.ts'
import type { Connections } from './connections.ts'

export interface PumpOptions {
  readonly connections: Connections
  readonly lane: Lane
  request(): Buffer
  /** Asked after each answer; true ends it. */
  enough(answered: number): boolean
}

export interface Pumped {
  readonly answered: number
  readonly errors: number
  readonly seconds: number
}

const atATime = 48
/** Beyond so many records the log lane is given time: what is pumped must be processed, not only accepted. */
const mostBacklog = 20_000
const lookEveryMs = 500
const breatherMs = 50

/**
 * Sends requests as fast as the server answers them and its log lane follows: the highest rate that it sustains without
 * a growing backlog.
 */
export const pump = async ({ connections, lane, request, enough }: PumpOptions): Promise<Pumped> => {
  const start = performance.now()
  let answered = 0
  let errors = 0
  let ended = false
  let behind = false

  const watch = async (): Promise<void> => {
    while (!ended) {
      behind = (await lane.backlog()) > mostBacklog
      await sleep(behind ? breatherMs : lookEveryMs)
    }
  }
  const send = async (): Promise<void> => {
    while (!ended) {
      if (behind) {
        await sleep(breatherMs)
        continue
      }
      const { status } = await ask(connections, request())
      if (status !== 200) errors++
      answered++
      ended ||= enough(answered)
    }
  }
  const watching = watch()
  try {
    await Promise.all(Array.from({ length: atATime }, send))
  } finally {
    ended = true
    await watching
  }
  return { answered, errors, seconds: (performance.now() - start) / 1_000 }
}
