import type { EventLog } from '../../processors/ports/log.ts'
import { evolveViews, initialViews, type Views } from '../../processors/views.ts'
import { fromRecord } from '../../topics/wire.ts'

export interface ViewTail {
  current(): Views
  /** The views as they were at these versions; -1 is before the first record. */
  at(versions: Views['versions']): Views
  /** The views that were in force at an instant of event time. */
  asOf(timeMs: number): Views
  /** Resolves when `current` has reached this offset of the topic. */
  reached(topic: 'policy.changes' | 'control', offset: number): Promise<void>
  /** Applies everything in the log up to now. */
  catchUp(): Promise<void>
  stop(): void
}

const topics = ['policy.changes', 'control'] as const

/**
 * Follows the two totally ordered topics and keeps each version. They are few: people and deployments write them, and
 * readings only when they cross a step. A record that does not decode changes nothing.
 */
export const followViews = async (log: EventLog): Promise<ViewTail> => {
  let views = initialViews
  const next = new Map<string, bigint>(topics.map(topic => [topic, 0n]))
  const history: { topic: (typeof topics)[number]; offset: number; timeMs: number; apply: (views: Views) => Views }[] =
    []
  const waiting = new Set<() => void>()
  const stop = new AbortController()
  const remembered = new Map<string, Views>()

  const catchUp = async (): Promise<void> => {
    for (const topic of topics) {
      for (;;) {
        const records = await log.read({ topic, partition: 0, offset: next.get(topic)! }, 500)
        if (records.length === 0) break
        for (const record of records) {
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
      }
    }
    for (const wake of waiting) wake()
  }

  const follow = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const lap = new AbortController()
      const either = AbortSignal.any([stop.signal, lap.signal])
      await Promise.race(topics.map(topic => log.wait({ topic, partition: 0, offset: next.get(topic)! }, either)))
      lap.abort()
      await catchUp()
    }
  }

  await catchUp()
  follow().catch(() => undefined)

  return {
    current: () => views,
    at: versions => {
      if (
        versions.policyEpoch === views.versions.policyEpoch &&
        versions.controlVersion === views.versions.controlVersion
      )
        return views
      const key = `${versions.policyEpoch}/${versions.controlVersion}`
      const known = remembered.get(key)
      if (known) return known
      const limit = { 'policy.changes': versions.policyEpoch, control: versions.controlVersion }
      const past = history.reduce(
        (state, { topic, offset, apply }) => (offset <= limit[topic] ? apply(state) : state),
        initialViews,
      )
      if (remembered.size > 256) remembered.clear()
      remembered.set(key, past)
      return past
    },
    asOf: timeMs =>
      history.reduce((state, entry) => (entry.timeMs <= timeMs ? entry.apply(state) : state), initialViews),
    reached: (topic, offset) =>
      new Promise(resolve => {
        const check = (): void => {
          if (next.get(topic)! <= BigInt(offset)) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
    catchUp,
    stop: () => stop.abort(),
  }
}
