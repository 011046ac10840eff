import { setTimeout as delay } from 'node:timers/promises'
import type { DomainEvent } from '../../processors/event.ts'
import { claimedBy, isRollingOut } from '../../processors/policy.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { promote } from '../../processors/promote/decide.ts'
import { dueByTime, type Layered } from '../../processors/promote/layered.ts'
import { keywordsOf } from '../../processors/resolve/hit.ts'
import { partitionOf } from '../../topics/partition.ts'
import { toRecord } from '../../topics/wire.ts'
import { persistently } from './persistently.ts'
import type { ViewTail } from './views.ts'

export interface SweepOptions {
  readonly log: EventLog
  readonly views: Pick<ViewTail, 'current'>
  readonly cache: Pick<CacheReader, 'entries'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** Event time, ms since 1970. */
  readonly clock: () => number
  readonly onTrouble: (error: unknown) => void
}

/** Events appended, and entries read, in one go. */
const most = 500

/** Asks what is to become of an entry at that time. */
export const sweptOf = (entryId: string, timeMs: number, unusedSinceMs: number | null): DomainEvent<'EntrySwept'> => ({
  id: `${entryId}.swept.${timeMs}`,
  type: 'EntrySwept',
  key: entryId,
  timeMs,
  source: 'sweep',
  subject: entryId,
  cause: null,
  data: { entryId, unusedSinceMs },
})

export interface Sweep {
  stop(): Promise<void>
}

/**
 * The instant of last use up to which entries have to go, so that at most `limit` stay; null where there is room. Those used last at
 * the same instant go together.
 */
export const crowdedOut = (lastUsedMs: Float64Array, limit: number): number | null => {
  const tooMany = lastUsedMs.length - limit
  return tooMany <= 0 ? null : lastUsedMs.sort()[tooMany - 1]!
}

/**
 * Comes by the entries of the partitions that this process owns every `cache.sweepMs`, and asks for a decision on those for which
 * `promote`, by its state, would make one, or that a gradual policy change has claimed. Only deciders decide, from the log: the clock comes in as the time of the question, and what
 * one entry cannot know, that there are too many, as the instant before which its last use is too long ago.
 */
export const runSweep = async ({ log, views, cache, partitions, clock, onTrouble }: SweepOptions): Promise<Sweep> => {
  const stop = new AbortController()
  const membership = await log.join('sweep', ['cache.entries'], {
    onAssigned: () => undefined,
    onRevoked: () => undefined,
  })
  const isOurs = (entryId: string): boolean => {
    const partition = partitionOf(Buffer.from(entryId), partitions)
    return membership.assigned().some(owned => owned.partition === partition)
  }
  const ours = async function* (): AsyncGenerator<readonly [string, Layered]> {
    for await (const { key, value } of log.states(promote.name)) {
      if (stop.signal.aborted) return
      if (isOurs(key)) yield [key, JSON.parse(Buffer.from(value).toString())]
    }
  }
  const unusedSince = async (maxEntries: number): Promise<number | null> => {
    if (maxEntries === 0) return null
    const used: number[] = []
    for await (const [, { entry, lastUsedMs }] of ours()) if (entry !== null) used.push(lastUsedMs)
    // Entries lie evenly over the partitions, by a hash.
    return crowdedOut(Float64Array.from(used), Math.ceil((maxEntries * membership.assigned().length) / partitions))
  }
  /** Entries that `promote` would decide on. */
  const due = async function* (nowMs: number, unusedSinceMs: number | null): AsyncGenerator<string> {
    const options = views.current().configuration.cache
    for await (const [entryId, state] of ours())
      if (dueByTime(state, nowMs, options, unusedSinceMs) !== null) yield entryId
  }
  /** Entries that gradual changes have claimed. */
  const claimed = async function* (nowMs: number): AsyncGenerator<string> {
    const policies = views.current().policies.filter(policy => isRollingOut(policy, nowMs))
    for (let after: string | null = null; policies.length > 0 && !stop.signal.aborted; ) {
      const entries = await cache.entries(after, most)
      for (const entry of entries)
        if (
          isOurs(entry.entryId) &&
          claimedBy(policies, { ...entry, keywords: keywordsOf(entry.question, entry.answer) }, nowMs)
        )
          yield entry.entryId
      if (entries.length < most) return
      after = entries.at(-1)!.entryId
    }
  }
  const sweep = async (): Promise<void> => {
    const nowMs = clock()
    const unusedSinceMs = await unusedSince(views.current().configuration.cache.maxEntries)
    const asked = new Set<string>()
    let asking: string[] = []
    const ask = async (): Promise<void> => {
      const events = asking.map(entryId => toRecord(sweptOf(entryId, nowMs, unusedSinceMs), partitions))
      asking = []
      if (events.length > 0) await log.append(events)
    }
    for (const found of [due(nowMs, unusedSinceMs), claimed(nowMs)])
      for await (const entryId of found) {
        if (asked.has(entryId)) continue
        asked.add(entryId)
        asking.push(entryId)
        if (asking.length === most) await ask()
      }
    await ask()
  }
  const sweeping = persistently(stop.signal, onTrouble, async () => {
    await delay(views.current().configuration.cache.sweepMs, undefined, { signal: stop.signal, ref: false })
    await sweep()
  })
  return {
    stop: async () => {
      stop.abort()
      await sweeping
      await membership.leave()
    },
  }
}
