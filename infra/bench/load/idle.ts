import { setTimeout as sleep } from 'node:timers/promises'
import type { Lane } from '../server/lane.ts'
import type { Connections } from './connections.ts'

export interface Settling {
  /** Records that processors had not taken when the load ended. */
  readonly backlog: number
  readonly seconds: number
  /** Whether nothing was left within the time given. */
  readonly settled: boolean
}

const pollMs = 20

/** Waits until every request is answered and the log lane has nothing left to do, for at most so long. */
export const idle = async (
  connections: Pick<Connections, 'outstanding'>,
  lane: Pick<Lane, 'backlog'>,
  withinSeconds: number,
): Promise<Settling> => {
  const start = performance.now()
  const seconds = (): number => (performance.now() - start) / 1_000
  const backlog = await lane.backlog()
  for (let left = backlog; ; left = await lane.backlog()) {
    const settled = left === 0 && connections.outstanding() === 0
    if (settled || seconds() >= withinSeconds) return { backlog, seconds: seconds(), settled }
    await sleep(pollMs)
  }
}
