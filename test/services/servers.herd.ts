import type { Serving } from '../chaos/serving.ts'
import type { Killable } from './killing.ts'
import type { Servers } from './servers.ts'

/** Servers that are killed and started again. */
export interface Herd {
  readonly running: Map<string, Killable>
  start(name: string): Killable
  /** Those that listen now, as far as is known. */
  up(): readonly Serving[]
  /** Resolves with all of them once they listen. */
  listening(): Promise<readonly Serving[]>
  /** What made any of them end that was not killed. */
  readonly faults: readonly string[]
}

/** Each name has a data directory of its own, which whoever is started in the place of one that was killed goes on with. */
export const startHerd = (servers: Servers, names: readonly string[]): Herd => {
  const starting = new Map<string, Promise<Serving>>()
  const serving = new Map<string, Serving>()
  const faults: string[] = []
  const start = (name: string): Killable => {
    const { listening, kill } = servers.launch(name)
    let killed = false
    starting.set(name, listening)
    listening.then(
      server => !killed && serving.set(name, server),
      error => !killed && faults.push(`${name}: ${error}`),
    )
    return {
      kill: async () => {
        killed = true
        serving.delete(name)
        const code = await kill('SIGKILL')
        if (code !== null) faults.push(`${name} had ended with ${code}`)
      },
    }
  }
  return {
    running: new Map(names.map(name => [name, start(name)])),
    start,
    up: () => [...serving.values()],
    listening: () => Promise.all(starting.values()),
    faults,
  }
}
