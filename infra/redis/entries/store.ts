import { turnstreamError } from '../../../processors/errors.ts'
import type { ColdEntry, ExactEntries, FoldedLog, PlacedEvent } from '../../../processors/ports/exact.ts'
import { hitOf } from '../../../processors/resolve/hit.ts'
import { orAborted } from '../../embedding/or-aborted.ts'
import type { Commands, RedisStore } from '../client.ts'
import { changeOf, type EntryChange } from './change.ts'
import { digestOf } from './digest.ts'
import { foldChange, foldCold } from './fold.ts'
import { type Frame, readFrame, unpackEntry } from './frame.ts'
import { createMarks, type Mark } from './marks.ts'

export interface RedisEntriesOptions {
  readonly redis: RedisStore
  readonly log: FoldedLog
  /** Without it an entry whose exact key has expired does not become hot. */
  readonly cold?: ColdEntry
  /** Before every key, where several systems share a Redis. */
  readonly prefix?: string
  /** How often it is looked whether Redis still has what was folded, ms. */
  readonly watchMs?: number
}

/** Raised when values written by an older program cannot be read: everything is folded again. */
const layout = 2

/** Events written without waiting for one another. */
const stretch = 500

/** What reading all of it may take, ms. */
const digestMs = 600_000

const exactKeyOf = (entryId: string): string => entryId.replace(/^semantic_cache:/, 'exact_cache:')

const hotUntilOf = ({ hot, hotUntilMs, expiresAtMs }: Frame): number => (hot ? Math.min(hotUntilMs, expiresAtMs) : 0)

/** Up to where a partition is folded on every node. */
const leastOf = (marks: readonly Mark[], partition: number): bigint =>
  marks.map(({ positions }) => positions[partition]!).reduce((a, b) => (a < b ? a : b))

/**
 * The exact cache and the hot entries in Redis, shared by every process that follows the log. One key for each entry,
 * `exact_cache:{scene}:{hash}`, which expires when no lookup may find it any more; a hit never touches it.
 */
export const openRedisEntries = (options: RedisEntriesOptions): ExactEntries => {
  const { redis, log, cold, prefix = '', watchMs = 1_000 } = options
  const marks = createMarks(prefix, redis.cluster, `${layout}/${log.id}`)
  /** As last seen, by mark; null until `begin`, and from the moment the place is lost. */
  let seen: readonly Mark[] | null = null
  let targets: readonly bigint[] = []
  /** What must be folded before anything is found, however often the place is lost meanwhile. */
  const owed = new Map<number, bigint>()
  let reached: bigint[] = []
  let losing = Promise.withResolvers<void>()

  const latest = (a: bigint, b: bigint): bigint => (a > b ? a : b)
  const owing = (ends: readonly bigint[]): readonly bigint[] =>
    ends.map((end, partition) => latest(end, owed.get(partition) ?? 0n))
  const owe = (partition: number, end: bigint): void => {
    owed.set(partition, latest(end, owed.get(partition) ?? 0n))
    targets = owing(targets)
  }
  const lose = (): void => {
    seen = null
    losing.resolve()
  }
  const remaining = (): bigint =>
    targets.reduce(
      (sum, target, partition) => sum + (target > reached[partition]! ? target - reached[partition]! : 0n),
      0n,
    )
  /** Whether a mark is what it was when it was asked for, or further; else the place is lost. */
  const holds = (index: number, asked: Mark, generation: number, sum: number): boolean => {
    const now = seen?.[index]
    // Lost or begun anew since it was asked for: the answer says nothing about what is now.
    if (!now || now.generation !== asked.generation) return false
    if (generation !== asked.generation || sum < asked.reached) {
      lose()
      return false
    }
    if (sum > now.reached) seen = seen!.with(index, { ...now, reached: sum })
    return true
  }

  const find = async (exactKey: string): Promise<Frame | null> => {
    if (seen === null || remaining() > 0n) return null
    const key = prefix + exactKey
    const known = seen
    // The mark after the entry: one that is as it was says that the entry is not from before a loss.
    const answer = await redis.ask(async commands => {
      const index = marks.of(commands, key)
      const asked = known[index]!
      const [bytes, mark] = await Promise.all([commands.getBuffer(key), marks.glance(commands, index)])
      return { bytes, index, asked, mark }
    })
    if (answer === undefined) return null
    const { bytes, index, asked, mark } = answer
    if (!holds(index, asked, mark.generation, mark.reached)) return null
    const frame = bytes && readFrame(bytes)
    return frame?.kind === 'E' && frame.generation === asked.generation ? frame : null
  }
  const exact: ExactEntries['exact'] = async (exactKey, nowMs, keywords) => {
    const frame = await find(exactKey)
    if (!frame) return null
    const { exactExpiresAtMs: exactUntilMs, body } = frame
    const hotUntilMs = hotUntilOf(frame)
    const isExact = exactUntilMs > nowMs
    if (!isExact && hotUntilMs <= nowMs) return null
    try {
      return { ...hitOf(unpackEntry(body), isExact ? 'exact' : 'hot', keywords), exactUntilMs, hotUntilMs }
    } catch {
      // What cannot be read is no hit; the next write replaces it.
      return null
    }
  }

  const look = async (): Promise<readonly Mark[] | null> => {
    if (seen === null) return null
    const asked = seen
    const found = await redis.run(commands => marks.look(commands, targets.length))
    return found.every((mark, index) => holds(index, asked[index]!, mark.generation, mark.reached)) ? found : null
  }
  const watch = setInterval(() => {
    void look().catch(() => undefined)
  }, watchMs)
  watch.unref()

  /** False where the generation has gone. */
  const write = async ({ entryId, change }: EntryChange, offset: bigint, from: readonly Mark[]): Promise<boolean> => {
    const key = prefix + exactKeyOf(entryId)
    // By the clock of the node that has the key.
    const basis = (commands: Commands): Mark => from[marks.of(commands, key)]!
    let result = await redis.run(commands => foldChange(commands, key, change, offset, basis(commands)))
    if (result === 'cold' && change.kind === 'heat' && change.untilMs !== null) {
      const { untilMs } = change
      const entry = (await cold?.(entryId)) ?? null
      if (entry) result = await redis.run(commands => foldCold(commands, key, entry, untilMs, offset, basis(commands)))
    }
    if (result === 'late')
      throw turnstreamError('UNAVAILABLE', 'the batch took too long to be written; it is read again')
    return result !== 'stale'
  }

  /** What is about one entry in order; entries beside each other. */
  const writeAll = async (
    partition: number,
    events: readonly PlacedEvent[],
    from: readonly Mark[],
  ): Promise<boolean> => {
    const last = new Map<string, Promise<boolean>>()
    const folded = leastOf(from, partition)
    for (const { offset, event } of events) {
      if (offset > BigInt(Number.MAX_SAFE_INTEGER))
        throw turnstreamError('INTERNAL', `offset ${offset} is no exact double`)
      const about = changeOf(event)
      if (!about) continue
      // Somebody has folded it, on every node, and its traces may have gone since.
      if (offset < folded) continue
      const before = last.get(about.entryId)
      last.set(about.entryId, (async () => (await before) !== false && write(about, offset, from))())
    }
    const results = await Promise.allSettled(last.values())
    for (const result of results) if (result.status === 'rejected') throw result.reason
    return results.every(result => result.status === 'fulfilled' && result.value)
  }

  const fold: ExactEntries['apply'] = async (partition, events, next) => {
    for (let at = 0; at === 0 || at < events.length; at += stretch) {
      const from = await look()
      if (!from) return false
      const start = reached[partition]!
      if (!(await writeAll(partition, events.slice(at, at + stretch), from))) {
        lose()
        return false
      }
      const upTo = at + stretch < events.length ? events[at + stretch]!.offset : next
      const sums = await redis.run(commands => marks.advance(commands, from, partition, start, upTo))
      const held = sums.every((sum, index) =>
        holds(index, from[index]!, sum === null ? 0 : from[index]!.generation, sum ?? 0),
      )
      if (!held) return false
      if (upTo > reached[partition]!) reached[partition] = upTo
    }
    return true
  }

  return {
    exact,
    begin: async () => {
      const ends = await log.ends()
      const found = await redis.run(commands => marks.begin(commands, ends.length))
      if (found === null) throw turnstreamError('UNAVAILABLE', 'others begin to fold at the same time')
      targets = owing(ends)
      reached = ends.map((_, partition) => leastOf(found, partition))
      seen = found
      losing = Promise.withResolvers<void>()
      return [...reached]
    },
    apply: async (partition, events, next) => {
      try {
        return await fold(partition, events, next)
      } catch (error) {
        // Redis may answer a lookup before it has taken these, and still have what they take away.
        owe(partition, next)
        throw error
      }
    },
    holdBack: ends => {
      for (const [partition, end] of ends.entries()) owe(partition, end)
    },
    lost: signal => orAborted(seen === null ? Promise.resolve() : losing.promise, signal),
    clear: async () => {
      // In this order: who began before there is a new generation would find the old one, and nothing to fold.
      await redis.run(commands => marks.renew(commands))
      lose()
    },
    digest: atMs => redis.run(commands => digestOf(commands, prefix, marks, atMs), digestMs),
    trouble: () => {
      const said = redis.trouble()
      if (said !== null) return said
      if (seen === null) return 'the exact cache has lost its place and is folded again'
      const left = remaining()
      return left > 0n ? `the exact cache is being folded, ${left} offsets to go` : null
    },
    close: () => clearInterval(watch),
  }
}
