import type { Scheduler } from '../lanes-scheduler.ts'
import type { VirtualClock } from './clock.ts'
import type { Random } from './random.ts'

/** A process that can be paused (nothing reaches it, nothing is lost) and crashed (nothing reaches it ever again). */
export interface SimulatedProcess {
  readonly name: string
  readonly scheduler: Scheduler
  isAlive(): boolean
  isPaused(): boolean
  pause(): void
  resume(): void
  crash(): void
  /** Runs `task` in the process `delayMs` from now, or when it is resumed, or never if it has crashed. */
  deliver(delayMs: number, task: () => void): () => void
  /** As `deliver`, after everything notified before. */
  notify(task: () => void): void
  /** Asks a server: the request travels, `serve` runs there whatever becomes of the process, the answer travels back. */
  call<T>(serve: () => T): Promise<T>
}

export const createProcess = (name: string, clock: VirtualClock, random: Random): SimulatedProcess => {
  let alive = true
  let paused = false
  let lastNotifiedMs = 0
  let held: (() => void)[] = []
  const latencyMs = (): number => random.pareto(0.2, 1.5, 20)

  const arrive = (task: () => void): void => {
    if (!alive) return
    if (paused) held.push(task)
    else task()
  }

  const deliver = (delayMs: number, task: () => void): (() => void) => {
    let cancelled = false
    const cancel = clock.after(delayMs, () => arrive(() => !cancelled && task()))
    return () => {
      cancelled = true
      cancel()
    }
  }

  return {
    name,
    scheduler: { after: deliver },
    isAlive: () => alive,
    isPaused: () => paused,
    pause: () => {
      paused = true
    },
    resume: () => {
      paused = false
      const backlog = held
      held = []
      // One event each: a process that wakes up works through its backlog, and may be paused again meanwhile.
      for (const task of backlog) clock.after(0, () => arrive(task))
    },
    crash: () => {
      alive = false
      held = []
    },
    deliver,
    notify: task => {
      lastNotifiedMs = Math.max(lastNotifiedMs + 0.001, clock.nowMs() + latencyMs())
      deliver(lastNotifiedMs - clock.nowMs(), task)
    },
    call: serve =>
      new Promise((resolve, reject) => {
        clock.after(latencyMs(), () => {
          const answer = served(serve, resolve, reject)
          deliver(latencyMs(), answer)
        })
      }),
  }
}

const served = <T>(serve: () => T, resolve: (value: T) => void, reject: (error: unknown) => void): (() => void) => {
  try {
    const value = serve()
    return () => resolve(value)
  } catch (error) {
    return () => reject(error)
  }
}
