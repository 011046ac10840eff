import type { Parameters } from 'fast-check'

/** The same seed in CI, so that a change is judged by what it changed; another each time elsewhere, printed: FUZZ_SEED=… */
const seed = Number(process.env.FUZZ_SEED ?? (process.env.CI === 'true' ? 33435 : Date.now() % 1_000_000))
console.log(`FUZZ_SEED=${seed}`)

/** So many runs, or as many as fit into the time. */
export const bounded = <T>(numRuns: number, withinMs: number): Parameters<T> => ({
  seed,
  numRuns,
  interruptAfterTimeLimit: withinMs,
})
