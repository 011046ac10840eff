import { setTimeout as delay } from 'node:timers/promises'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { promote } from '../../processors/promote/decide.ts'
import { dueByTime, type Layered } from '../../processors/promote/layered.ts'
import { partitionOf } from '../../topics/partition.ts'
import { toRecord } from '../../topics/wire.ts'
import { persistently } from './persistently.ts'
import type { ViewTail } from './views.ts'

export interface SweepOptions {
  readonly log: EventLog
  readonly views: Pick<ViewTail, 'current'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** Event time, ms since 1970. */
  readonly clock: () => number
  readonly onTrouble: (error: unknown) => void
}

/** Events appended in one go, at most. */
const most = 500

const sweptOf = (entryId: string, timeMs: number): DomainEvent<'EntrySwept'> => ({
  id: `${entryId}.swept.${timeMs}`,
  type: 'EntrySwept',
  key: entryId,
  timeMs,
  source: 'sweep',
  subject: entryId,
  cause: null,
  data: { entryId },
})

export interface Sweep {
  stop(): Promise<void>
}

/**
 * Comes by the entries of the partitions that this process owns every `cache.sweepMs`, and asks for a decision on those for which
 * `promote`, by its state, would make one. Only it decides, from the log: the clock comes in as the time of the question.
 */
export const runSweep = async ({ log, views, partitions, clock, onTrouble }: SweepOptions): Promise<Sweep> => {
  const stop = new AbortController()
  const membership = await log.join('sweep', ['cache.entries'], {
    onAssigned: () => undefined,
    onRevoked: () => undefined,
  })
  const isOurs = (entryId: string): boolean => {
    const partition = partitionOf(Buffer.from(entryId), partitions)
    return membership.assigned().some(owned => owned.partition === partition)
  }
  const ask = async (entryIds: readonly string[], nowMs: number): Promise<void> => {
    if (entryIds.length > 0) await log.append(entryIds.map(entryId => toRecord(sweptOf(entryId, nowMs), partitions)))
  }
  const sweep = async (): Promise<void> => {
    const nowMs = clock()
    const { cache } = views.current().configuration
    let due: string[] = []
    for await (const { key, value } of log.states(promote.name)) {
      if (stop.signal.aborted) return
      if (!isOurs(key) || dueByTime(JSON.parse(Buffer.from(value).toString()) as Layered, nowMs, cache) === null)
        continue
      due.push(key)
      if (due.length < most) continue
      await ask(due, nowMs)
      due = []
    }
    await ask(due, nowMs)
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
