import { setTimeout as delay } from 'node:timers/promises'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog, StoredRecord } from '../../processors/ports/log.ts'
import type { TopicName } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import { type Owned, runOwned } from './owned.ts'
import { readPast } from './read.ts'
import type { ViewTail } from './views.ts'

export interface LoadOptions {
  readonly log: EventLog
  readonly views: Pick<ViewTail, 'current'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** Event time, ms since 1970. */
  readonly clock: () => number
  readonly onTrouble: (error: unknown) => void
  /** How often it is looked, ms. */
  readonly everyMs?: number
}

/** Records read in one go, at most: a load that is higher is seen a look later. */
const most = 5_000

/** Of the bound: a smaller change of the load is not written down. */
const step = 0.2

/** Below this part of the bound one load is as good as another. */
const quiet = 0.8

/**
 * Whether routes should hear of it: the load, turns a second, has moved by a fifth of the bound since it was last written down, and was or is
 * near it.
 */
export const isNews = (now: number, last: number, bound: number): boolean =>
  Math.abs(now - last) > step * bound && Math.max(now, last) > quiet * bound

/** Reads what a topic gets from now on. */
const following = async (log: EventLog, topic: TopicName, partitions: number) => {
  const next = await Promise.all(Array.from({ length: partitions }, (_, partition) => log.end({ topic, partition })))
  return async (): Promise<readonly StoredRecord[]> => {
    const found: StoredRecord[] = []
    for (const [partition, offset] of next.entries()) {
      const reading = await readPast(log, { topic, partition, offset }, most)
      next[partition] = reading.next
      found.push(...reading.records)
    }
    return found
  }
}

const isType = ({ headers }: StoredRecord, name: string): boolean => headers.ce_type?.endsWith(`.${name}`) ?? false

/**
 * Writes down how many turns a second need a model, over `route.busyWindowMs`, where that nears or leaves `route.busyAbove`; nothing where there
 * is no such bound. One of the processes that share a log looks at all of it, so the load is that of all of them. Calls outstanding are those that began since it looks.
 */
export const runLoad = ({ log, views, partitions, clock, onTrouble, everyMs = 1_000 }: LoadOptions): Promise<Owned> =>
  runOwned({ log, group: 'load', topic: 'control', onTrouble }, async (_owner, signal) => {
    const routes = await following(log, 'chat.routes', partitions)
    const inferences = await following(log, 'chat.inferences', partitions)
    let recent: { readonly atMs: number; readonly turns: number }[] = []
    let inFlight = 0
    const look = async (): Promise<void> => {
      const atMs = clock()
      recent.push({ atMs, turns: (await routes()).filter(record => isType(record, 'TurnRouted')).length })
      for (const record of await inferences()) inFlight += isType(record, 'InferenceRequested') ? 1 : -1
      inFlight = Math.max(0, inFlight)
      const { load, configuration } = views.current()
      const { busyAbove, busyWindowMs } = configuration.route
      recent = recent.filter(each => each.atMs > atMs - busyWindowMs)
      if (busyAbove === null) return
      const turns = recent.reduce((sum, each) => sum + each.turns, 0)
      const turnsPerSecond = turns / (busyWindowMs / 1_000)
      if (!isNews(turnsPerSecond, load.turnsPerSecond, busyAbove)) return
      const measured: DomainEvent<'LoadMeasured'> = {
        id: `load.${atMs}`,
        type: 'LoadMeasured',
        key: 'load',
        timeMs: atMs,
        source: 'load',
        subject: 'load',
        cause: null,
        data: { turnsPerSecond, inFlight, windowMs: busyWindowMs },
      }
      await log.append([toRecord(measured, partitions)])
    }
    while (!signal.aborted) {
      await delay(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (!signal.aborted) await look()
    }
  })
