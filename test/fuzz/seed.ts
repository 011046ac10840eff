import type { Parameters } from 'fast-check'

/** Another seed each time, printed so that a failure can be had again: FUZZ_SEED=… */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
console.log(`FUZZ_SEED=${seed}`)

/** So many runs, or as many as fit into the time. */
export const bounded = <T>(numRuns: number, withinMs: number): Parameters<T> => ({
  seed,
  numRuns,
  interruptAfterTimeLimit: withinMs,
})
