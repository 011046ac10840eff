import type { Random } from '../../infra/runtime/simulation/random.ts'

/** A process that can be ended at once, as by a power cut. */
export interface Killable {
  kill(): Promise<unknown>
}

/**
 * Kills one of those that run, drawn at random, after each pause, and starts another under its name at once, for so long. Resolves
 * with how many were killed.
 */
export const killAtRandom = async <T extends Killable>(
  running: Map<string, T>,
  start: (name: string) => T,
  options: { readonly forMs: number; readonly random: Random; readonly pause: () => Promise<unknown> },
): Promise<number> => {
  const { forMs, random, pause } = options
  let kills = 0
  for (const until = performance.now() + forMs; performance.now() < until; kills++) {
    await pause()
    const name = random.pick([...running.keys()])
    await running.get(name)!.kill()
    running.set(name, start(name))
  }
  return kills
}
