import { Redis } from 'ioredis'
import type { Commands } from '../client.ts'
import { runScript, type Script } from '../scripts.ts'
import { keysOfRanges, rangeOf, slotOf } from '../slots.ts'

/**
 * Marks stand on every node beside the entries: which log they are folded from, how far, and a generation that all share and
 * that is new whenever the fold begins from nothing. Whatever a node loses (FLUSHALL, a restart without its memory or with
 * an older one), its marks lose with it, so that together they never tell of more than is there.
 */
export interface Mark {
  /** `<layout>/<log id>` */
  readonly log: string
  /** Later ones are greater. 0 for a mark that is missing. */
  readonly generation: number
  /** Sum of its positions; a smaller one than was seen before is of an older memory. */
  readonly reached: number
  /** Next offset to fold, by partition. */
  readonly positions: readonly bigint[]
  /** Redis's clock at the look, ms. */
  readonly atMs: number
  /** The run of the server that was looked at: a later one may remember less. */
  readonly run: string
}

const run = `local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')`

const look: Script = {
  name: 'turnstreamMarkLook',
  lua: `${run}
local t = redis.call('TIME')
local all = {run, string.format('%.0f', t[1] * 1000 + math.floor(t[2] / 1000))}
for i, field in ipairs({'log', 'generation', 'reached'}) do all[i + 2] = redis.call('HGET', KEYS[1], field) or '' end
for p = 0, ARGV[1] - 1 do all[p + 6] = redis.call('HGET', KEYS[1], p) or '0' end
return all`,
}

/** Begins anew under a generation; what is of that one or a later one stays. */
const raise: Script = {
  name: 'turnstreamMarkRaise',
  lua: `local old = redis.call('HMGET', KEYS[1], 'log', 'generation')
if old[1] == ARGV[1] and tonumber(old[2]) >= tonumber(ARGV[2]) then return end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'log', ARGV[1], 'generation', ARGV[2], 'reached', 0)`,
}

/**
 * Returns the sum of its positions; nothing where the generation has gone, the server is another run than the one that was
 * written to, or it does not hold what the batch builds upon.
 */
const advance: Script = {
  name: 'turnstreamMarkAdvance',
  lua: `${run}
if run ~= ARGV[4] or redis.call('HGET', KEYS[1], 'generation') ~= ARGV[1] then return false end
local before = tonumber(redis.call('HGET', KEYS[1], ARGV[2]) or 0)
if before < tonumber(ARGV[5]) then return false end
local more = ARGV[3] - before
if more <= 0 then return redis.call('HGET', KEYS[1], 'reached') end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return redis.call('HINCRBY', KEYS[1], 'reached', more)`,
}

/** Ranges of a cluster: a node that owns fewer slots than two of them may have no mark. */
const rangesOfCluster = 32

/** Begins that may get in each other's way before one gives up; each makes the generations more alike. */
const mostAttempts = 10

export interface Marks {
  /** One on the node that has this key. */
  of(redis: Commands, key: string): number
  /** All as they are now. */
  look(redis: Commands, partitions: number): Promise<readonly Mark[]>
  /**
   * All under one generation of this log: the one they have, or a new one where any is missing or differs, for then a node
   * has lost what it had. Null where others begin at the same time again and again.
   */
  begin(redis: Commands, partitions: number): Promise<readonly Mark[] | null>
  /** A new generation for all. */
  renew(redis: Commands): Promise<void>
  /**
   * What each has reached when the partition is folded from `start` up to `next`; null for one that is not what it was when
   * it was looked at, so that something of it may be missing.
   */
  advance(
    redis: Commands,
    seen: readonly Mark[],
    partition: number,
    start: bigint,
    next: bigint,
  ): Promise<readonly (number | null)[]>
  /** What a lookup compares, of one mark. */
  glance(redis: Commands, mark: number): Promise<Pick<Mark, 'generation' | 'reached'>>
}

export const createMarks = (prefix: string, cluster: boolean, log: string): Marks => {
  const keys = keysOfRanges(`${prefix}exact_cache.fold:`, cluster ? rangesOfCluster : 1)
  const slots = keys.map(slotOf)
  const all = <T>(work: (key: string, index: number) => Promise<T>): Promise<T[]> => Promise.all(keys.map(work))

  const lookAll: Marks['look'] = (redis, partitions) =>
    all(async key => {
      const found = (await runScript(redis, look, key, [partitions])) as string[]
      const [run = '', atMs, of = '', generation, reached, ...positions] = found
      const counts = { generation: Number(generation), reached: Number(reached), atMs: Number(atMs) }
      return { log: of, ...counts, positions: positions.map(BigInt), run }
    })
  const raiseAll = async (redis: Commands, generation: number): Promise<void> => {
    await all(key => runScript(redis, raise, key, [log, String(generation)]))
  }
  const latestOf = (found: readonly Mark[]): number => Math.max(...found.map(({ generation }) => generation))
  /** Greater than any that was: by Redis's clock, or by one where that went back. */
  const nextOf = (found: readonly Mark[]): number => Math.max(latestOf(found) + 1, found[0]!.atMs * 1_000)

  return {
    of: (redis, key) => {
      if (redis instanceof Redis) return 0
      const slot = slotOf(key)
      const nodeOf = (at: number): string | undefined => redis.slots[at]?.[0]
      const usual = rangeOf(slot, keys.length)
      // A range may be divided between two nodes.
      if (nodeOf(slots[usual]!) === nodeOf(slot)) return usual
      const near = slots.findIndex(at => nodeOf(at) === nodeOf(slot))
      return near < 0 ? usual : near
    },
    look: lookAll,
    begin: async (redis, partitions) => {
      for (let attempt = 0; attempt < mostAttempts; attempt++) {
        const found = await lookAll(redis, partitions)
        const ours = found.every(mark => mark.log === log)
        const latest = latestOf(found)
        if (ours && found.every(({ generation }) => generation === latest)) return found
        // Where all are ours, somebody is raising them, or a node remembers an older state: the latest is for all.
        await raiseAll(redis, ours ? latest : nextOf(found))
      }
      return null
    },
    renew: async redis => raiseAll(redis, nextOf(await lookAll(redis, 0))),
    advance: (redis, seen, partition, start, next) =>
      all(async (key, index) => {
        const { generation, run } = seen[index]!
        const args = [String(generation), partition, String(next), run, String(start)]
        const reached = (await runScript(redis, advance, key, args)) as string | number | null
        return reached === null ? null : Number(reached)
      }),
    glance: async (redis, mark) => {
      const [generation, reached] = await redis.hmget(keys[mark]!, 'generation', 'reached')
      return { generation: Number(generation), reached: Number(reached) }
    },
  }
}
