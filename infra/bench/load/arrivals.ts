import type { Random } from '../../runtime/simulation/random.ts'

/**
 * Instants at which requests are due, ms from the start, ascending: as independent customers arrive (a Poisson process),
 * given that it is exactly `perSecond * seconds` of them in that time.
 */
export const poissonArrivals = (perSecond: number, seconds: number, random: Random): Float64Array => {
  const count = Math.round(perSecond * seconds)
  const due = new Float64Array(count)
  const gap = (): number => -Math.log(1 - random.next())
  let sum = 0
  for (let index = 0; index < count; index++) {
    sum += gap()
    due[index] = sum
  }
  // The gap after the last one belongs to the time as well.
  const scale = (seconds * 1_000) / (sum + gap())
  return due.map(at => at * scale)
}
