import type { EventLog } from '../../processors/ports/log.ts'
import { evolveViews, initialViews, type Views } from '../../processors/views.ts'
import { fromRecord } from '../../topics/wire.ts'
import { createArrivals } from './arrivals.ts'
import { persistently } from './persistently.ts'
import { readPast } from './read.ts'

export type ViewTopic = 'policy.changes' | 'control'

const topics: readonly ViewTopic[] = ['policy.changes', 'control']

export const isViewTopic = (topic: string): topic is ViewTopic => (topics as readonly string[]).includes(topic)

export interface ViewTail {
  current(): Views
  /** The views as they were at these versions; -1 is before the first record. */
  at(versions: Views['versions']): Views
  /** The views that were in force at an instant of event time. */
  asOf(timeMs: number): Views
  /** Whether `current` has reached this offset of the topic. */
  holds(topic: ViewTopic, offset: number): boolean
  /** Resolves when it has. Rejects with the signal's reason: what was read ahead may be lost, and is then never reached. */
  reached(topic: ViewTopic, offset: number, signal?: AbortSignal): Promise<void>
  stop(): void
}

/**
 * Follows the two totally ordered topics and keeps each version. They are few: people and deployments write them, and
 * readings only when they cross a step. A record that does not decode changes nothing. `onViews` is told whenever it has
 * looked, before anyone who waits.
 */
export const followViews = async (
  log: EventLog,
  onTrouble: (error: unknown) => void = () => undefined,
  onViews: (views: Views) => void = () => undefined,
): Promise<ViewTail> => {
  let views = initialViews
  const next = new Map<string, bigint>(topics.map(topic => [topic, 0n]))
  const history: { topic: ViewTopic; offset: number; timeMs: number; apply: (views: Views) => Views }[] = []
  const waiting = new Set<() => void>()
  const stop = new AbortController()
  const remembered = new Map<string, Views>()
  const remember = (key: string, past: Views): Views => {
    if (remembered.size > 256) remembered.clear()
    remembered.set(key, past)
    return past
  }

  const catchUp = async (): Promise<void> => {
    for (const topic of topics) {
      for (;;) {
        const from = next.get(topic)!
        const reading = await readPast(log, { topic, partition: 0, offset: from }, 500)
        if (reading.next === from) break
        for (const record of reading.records) {
          // Another catchUp may have passed while this one waited for its read.
          if (record.offset < next.get(topic)!) continue
          next.set(topic, record.offset + 1n)
          const offset = Number(record.offset)
          let event: ReturnType<typeof fromRecord>
          try {
            event = fromRecord(record)
          } catch {
            continue
          }
          const apply = (before: Views): Views => evolveViews(before, event, offset)
          history.push({ topic, offset, timeMs: event.timeMs, apply })
          views = apply(views)
        }
        if (reading.damaged) onTrouble(reading.damaged.error)
        if (reading.next > next.get(topic)!) next.set(topic, reading.next)
      }
    }
    onViews(views)
    for (const wake of waiting) wake()
  }

  const holds = (topic: ViewTopic, offset: number): boolean => next.get(topic)! > BigInt(offset)
  const arrivals = createArrivals(log, stop.signal)
  const follow = (): Promise<void> =>
    persistently(stop.signal, onTrouble, async () => {
      await arrivals.next(
        topics.map(topic => ({ topic, partition: 0, offset: next.get(topic)! })),
        null,
      )
      await catchUp()
    })

  await catchUp()
  void follow()

  return {
    current: () => views,
    at: versions => {
      if (
        versions.policyEpoch === views.versions.policyEpoch &&
        versions.controlVersion === views.versions.controlVersion
      )
        return views
      const key = `versions ${versions.policyEpoch}/${versions.controlVersion}`
      const known = remembered.get(key)
      if (known) return known
      const limit = { 'policy.changes': versions.policyEpoch, control: versions.controlVersion }
      const past = history.reduce(
        (state, { topic, offset, apply }) => (offset <= limit[topic] ? apply(state) : state),
        initialViews,
      )
      return remember(key, past)
    },
    asOf: timeMs => {
      const inForce = history.filter(entry => entry.timeMs <= timeMs)
      if (inForce.length === history.length) return views
      // Which ones they are follows from how many: time only adds to them.
      const key = `first ${inForce.length} of ${history.length}`
      const known = remembered.get(key)
      if (known) return known
      return remember(
        key,
        inForce.reduce((state, { apply }) => apply(state), initialViews),
      )
    },
    holds,
    reached: (topic, offset, signal) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          waiting.delete(check)
          signal?.removeEventListener('abort', leave)
          act()
        }
        const leave = (): void => settle(() => reject(signal?.reason))
        const check = (): void => {
          if (holds(topic, offset)) settle(resolve)
        }
        waiting.add(check)
        signal?.addEventListener('abort', leave)
        if (signal?.aborted) leave()
        else check()
      }),
    stop: () => stop.abort(),
  }
}
