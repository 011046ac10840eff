import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Commit, TopicPartition } from '../../../processors/ports/log.ts'
import { type Random, seededRandom } from '../../runtime/simulation/random.ts'
import type { LmdbLog } from './log.ts'

/** Probability that a group rebalances after a commit. */
const REBALANCE = 0.04
/** Probability that a wait ends although no record is there. */
const FALSE_ALARM = 0.25
const MOST_TURNS_LATE = 3

/** One stream of chance per name, so that what happens to one partition does not depend on how others interleave. */
const randomByName = (seed: number): ((name: string) => Random) => {
  const streams = new Map<string, Random>()
  return name => {
    const known = streams.get(name)
    if (known) return known
    let mixed = seed
    for (const character of name) mixed = Math.imul(mixed ^ character.codePointAt(0)!, 0x01000193)
    const stream = seededRandom(mixed >>> 0)
    streams.set(name, stream)
    return stream
  }
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/**
 * The log as Kafka is on a bad day, the same for the same seed: reads come late, so that partitions overtake each other,
 * and with fewer records than there are, yet never none; waits end without a record; and now and then, after a commit or
 * what was accepted, a group takes all partitions from its members and assigns them anew, so that what is not committed is delivered again.
 */
export const makeUnkind = (log: LmdbLog, seed: number, shake: (group: string) => Promise<void>): LmdbLog => {
  const randomOf = randomByName(seed)
  const perhapsShake = ({ owners }: Commit): void => {
    const group = owners[0]?.group
    if (group !== undefined && randomOf(`commit ${group}`).chance(REBALANCE))
      // Not awaited: nobody who commits waits for a rebalance. It fails only when the log closes or cannot be written, and
      // then nothing has moved.
      void shake(group).catch(() => undefined)
  }
  return {
    ...log,
    read: async (at, limit, ahead) => {
      const random = randomOf(`read ${nameOf(at)}`)
      for (let turns = random.int(0, MOST_TURNS_LATE); turns > 0; turns--) await nextTurn()
      const found = await log.read(at, limit, ahead)
      return found.length === 0 ? found : found.slice(0, random.int(1, found.length))
    },
    wait: async (at, signal, ahead) => {
      signal.throwIfAborted()
      if (!randomOf(`wait ${nameOf(at)}`).chance(FALSE_ALARM)) return log.wait(at, signal, ahead)
      // A turn of the event loop, or a reader that waits and reads would starve everything else.
      await nextTurn()
      await log.end(at)
      signal.throwIfAborted()
    },
    commit: async commit => {
      const positions = await log.commit(commit)
      perhapsShake(commit)
      return positions
    },
    accept: async commit => {
      const accepted = await log.accept(commit)
      perhapsShake(commit)
      return accepted
    },
  }
}
