import type { Bed } from '../bed.ts'
import { record } from './recorded.ts'
import type { RunRow } from './row.ts'

/** More than a turn leaves on average: so the log comes near its size from below. */
const mostEventsPerTurn = 8
const leastTurns = 50

/** Fills the log with real turns up to so many events. */
const fill = async (bed: Bed, least: number): Promise<void> => {
  for (;;) {
    const missing = least - (await bed.up().lane.events())
    if (missing <= 0) return
    const turns = Math.max(leastTurns, Math.ceil(missing / mostEventsPerTurn))
    await record(bed, answered => answered >= turns)
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** From the start of the process to GET /ready, on a log of so many events, after an ordinary stop. */
export const startUp: RunRow = async bed => {
  const { sizes } = bed
  await bed.start()
  await fill(bed, sizes.startEvents)
  const events = await bed.up().lane.events()
  const seconds: number[] = []
  for (let times = 0; times < sizes.starts; times++) {
    await bed.stop()
    seconds.push((await bed.start()) / 1_000)
  }
  return {
    values: { median: median(seconds) },
    count: seconds.length,
    latencyMs: null,
    perSecond: null,
    failure: null,
    details: { events, seconds },
  }
}
