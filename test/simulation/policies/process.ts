import type { VirtualClock } from '../../../infra/runtime/simulation/clock.ts'
import type { Random } from '../../../infra/runtime/simulation/random.ts'

/** A process that can be stopped in its tracks and killed: what it has scheduled waits, or never happens. */
export interface Process {
  nowMs(): number
  after(delayMs: number, task: () => void): void
  /** Something reaches a server some time later, or never. A process that is stopped or dead has sent it all the same. */
  message(arrives: () => void): void
  /** Something reaches this process some time later, or never. */
  reply(arrives: () => void): void
  pause(): void
  resume(): void
  kill(): void
  alive(): boolean
}

const lostShare = 0.02

export const createProcess = (clock: VirtualClock, random: Random): Process => {
  let paused = false
  let dead = false
  let waiting: (() => void)[] = []
  const run = (task: () => void): void => {
    if (dead) return
    if (paused) waiting.push(task)
    else task()
  }
  const travelMs = (): number => random.pareto(0.2, 0.8, 400)
  const process: Process = {
    nowMs: clock.nowMs,
    after: (delayMs, task) => void clock.after(delayMs, () => run(task)),
    message: arrives => {
      if (!random.chance(lostShare)) clock.after(travelMs(), arrives)
    },
    reply: arrives => {
      if (!random.chance(lostShare)) clock.after(travelMs(), () => run(arrives))
    },
    pause: () => {
      paused = true
    },
    resume: () => {
      paused = false
      const tasks = waiting
      waiting = []
      // What lies ready when it wakes comes in any order: sockets, timers, the log.
      for (const task of tasks.sort(() => random.next() - 0.5)) run(task)
    },
    kill: () => {
      dead = true
      waiting = []
    },
    alive: () => !dead,
  }
  return process
}
