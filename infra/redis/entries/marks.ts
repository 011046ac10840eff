import type { Commands } from '../client.ts'
import { runScript, type Script } from '../scripts.ts'
import { keysOfRanges, rangeOf, slotOf } from '../slots.ts'

/**
 * A mark stands beside the entries of a range of slots, on the same node: which log they are folded from, how far, and a
 * generation that is new whenever it begins from nothing. Whatever a node loses (FLUSHALL, a restart without its memory or
 * with an older one), it loses the mark with the entries, so the mark never tells of more than is there.
 */
export interface Mark {
  /** Redis's clock when it began, microseconds; later generations are greater. */
  readonly generation: number
  /** Sum of its positions; a smaller one than was seen before is of an older memory. */
  readonly reached: number
  /** Next offset to fold, by partition. */
  readonly positions: readonly bigint[]
  /** Redis's clock at the look, ms. */
  readonly atMs: number
}

const clock = `local t = redis.call('TIME')`

const look: Script = {
  name: 'turnstreamMarkLook',
  lua: `${clock}
local all = {string.format('%.0f', t[1] * 1000 + math.floor(t[2] / 1000)), redis.call('HGET', KEYS[1], 'generation'), redis.call('HGET', KEYS[1], 'reached')}
for p = 0, ARGV[1] - 1 do all[p + 4] = redis.call('HGET', KEYS[1], p) or '0' end
return all`,
}

/** A new generation where the mark is missing or of another log; where ARGV[2] is not empty, also where it is still of that one. */
const begin: Script = {
  name: 'turnstreamMarkBegin',
  lua: `${clock}
local old = redis.call('HMGET', KEYS[1], 'log', 'generation')
if old[1] == ARGV[1] and old[2] ~= ARGV[2] then return 0 end
local generation = t[1] * 1000000 + t[2]
if old[2] and tonumber(old[2]) >= generation then generation = old[2] + 1 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'log', ARGV[1], 'generation', string.format('%.0f', generation), 'reached', 0)
return 1`,
}

/** Returns the sum of its positions; nothing where the generation has gone. */
const advance: Script = {
  name: 'turnstreamMarkAdvance',
  lua: `if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[1] then return false end
local more = ARGV[3] - (redis.call('HGET', KEYS[1], ARGV[2]) or 0)
if more <= 0 then return redis.call('HGET', KEYS[1], 'reached') end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return redis.call('HINCRBY', KEYS[1], 'reached', more)`,
}

/** Ranges of a cluster: a node that owns fewer slots than one of them may have no mark. */
const rangesOfCluster = 32

export interface Marks {
  readonly count: number
  /** The mark that stands beside this key. */
  of(key: string): number
  /** As they are now; null for one that is missing. */
  look(redis: Commands, partitions: number): Promise<readonly (Mark | null)[]>
  /** Gives those that are missing or of another log a new generation. */
  begin(redis: Commands): Promise<void>
  /** Gives all a new generation, unless they have another one than `seen` already. */
  renew(redis: Commands, seen: readonly (Mark | null)[]): Promise<void>
  /** What each has reached when the partition is folded up to `next`; null for one whose generation is not that of `seen`. */
  advance(redis: Commands, seen: readonly Mark[], partition: number, next: bigint): Promise<readonly (number | null)[]>
  /** What a lookup compares, of one mark. */
  glance(redis: Commands, mark: number): Promise<readonly [generation: string | null, reached: string | null]>
}

export const createMarks = (prefix: string, cluster: boolean, log: string): Marks => {
  const count = cluster ? rangesOfCluster : 1
  const keys = keysOfRanges(`${prefix}exact_cache.fold:`, count)
  const all = <T>(work: (key: string, index: number) => Promise<T>): Promise<T[]> => Promise.all(keys.map(work))

  return {
    count,
    of: key => (cluster ? rangeOf(slotOf(key), count) : 0),
    look: (redis, partitions) =>
      all(async key => {
        const [atMs, generation, reached, ...positions] = (await runScript(redis, look, key, [partitions])) as string[]
        if (!generation) return null
        return {
          generation: Number(generation),
          reached: Number(reached),
          positions: positions.map(BigInt),
          atMs: Number(atMs),
        }
      }),
    begin: async redis => {
      await all(key => runScript(redis, begin, key, [log, '']))
    },
    renew: async (redis, seen) => {
      await all((key, index) => runScript(redis, begin, key, [log, String(seen[index]?.generation ?? '')]))
    },
    advance: (redis, seen, partition, next) =>
      all(async (key, index) => {
        const args = [String(seen[index]!.generation), partition, String(next)]
        const reached = (await runScript(redis, advance, key, args)) as string | number | null
        return reached === null ? null : Number(reached)
      }),
    glance: async (redis, mark) => {
      const [generation, reached] = await redis.hmget(keys[mark]!, 'generation', 'reached')
      return [generation ?? null, reached ?? null]
    },
  }
}
