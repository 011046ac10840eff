import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  update(done: number, total: number): void
  stop(): void
}

const scheduleMs = 5_000

/** A progress bar on stderr; a line now and then where that is no terminal. */
export const startProgress = (what: string): Progress => {
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
