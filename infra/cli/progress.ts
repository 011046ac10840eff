import { Presets, SingleBar } from 'cli-progress'
import { tellsParent } from '../replays/parent.ts'

export interface Progress {
  update(done: number, total: number): void
  stop(): void
}

const scheduleMs = 5_000

const tellMs = 500

const tellParent = (): Progress => {
  let toldMs = 0
  return {
    update: (done, total) => {
      const nowMs = performance.now()
      if (nowMs - toldMs < tellMs) return
      toldMs = nowMs
      process.send?.({ done, total })
    },
    stop: () => undefined,
  }
}

/** A progress bar on stderr; a line now and then where that is no terminal. A process that waits for a word is told instead. */
export const startProgress = (what: string): Progress => {
  if (process.connected && process.env[tellsParent]) {
    // Nobody waits for the result any more.
    process.once('disconnect', () => process.exit(1))
    process.channel?.unref()
    return tellParent()
  }
  const bar = new SingleBar(
    {
      format: `${what} {bar} {percentage} % | {value} of {total} | {eta_formatted} left`,
      stream: process.stderr,
      noTTYOutput: true,
      notTTYSchedule: scheduleMs,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 200,
    },
    Presets.shades_classic,
  )
  let started = false
  return {
    update: (done, total) => {
      if (!started) bar.start(total, 0)
      started = true
      bar.update(done)
    },
    stop: () => {
      if (started) bar.stop()
      started = false
    },
  }
}
