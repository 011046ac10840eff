import type { ConfidenceMeasured, TurnResolved } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { sceneOfKey } from '../resolve/identity.ts'
import { initialViews, type Views } from '../views.ts'
import { boundOf } from './bar.ts'
import { classOf, noCounts } from './doubt.ts'
import { scopeKeyOf } from './trust.ts'

/** Times of entries that one measurement carries at most: enough to see the order in which turns come. */
const mostTimes = 64

/** What a run of resolved turns says of how sure the judgement was, by tenant and scene. */
export interface Gauge {
  /** Counts a turn that is measured. */
  add(resolved: DomainEvent<'TurnResolved'>, views: Views): void
  /** Turns counted so far. */
  size(): number
  /** One event for each tenant and scene, named after the last turn, so that the same turns give the same events. */
  events(): readonly DomainEvent<'ConfidenceMeasured'>[]
}

interface Measuring {
  readonly data: {
    -readonly [K in Exclude<keyof ConfidenceMeasured, 'wishes' | 'served' | 'nearestStoredMs'>]: ConfidenceMeasured[K]
  }
  readonly wishes: number[]
  readonly served: number[]
  readonly times: number[]
  lastId: string
}

const begin = (tenant: string, scope: string, fromMs: number): Measuring => ({
  data: { tenant, scope, fromMs, toMs: fromMs, misses: 0, maxFalseRate: 0, views: initialViews.versions },
  wishes: [...noCounts()],
  served: [...noCounts()],
  times: [],
  lastId: '',
})

/** What all but confidence spoke for, had there been no least: a hit of neighbours, or one that was too doubtful. */
const wishOf = ({ resolution }: TurnResolved): number | null =>
  resolution.reason === 'exact' ? null : resolution.confidence

/** Whether a turn says something: where `cache.steer` is on, one that the cache might have answered. */
export const isMeasured = ({ data: { resolution } }: DomainEvent<'TurnResolved'>, views: Views): boolean =>
  views.configuration.cache.steer && resolution.reason !== 'bypass' && resolution.reason !== 'check'

export const createGauge = (): Gauge => {
  const scenes = new Map<string, Measuring>()
  let size = 0
  return {
    add: (resolved, views) => {
      if (!isMeasured(resolved, views)) return
      const { id, timeMs, data } = resolved
      const { resolution, tenant } = data
      const { scope, maxFalseRate } = boundOf(views, sceneOfKey(resolution.exactKey))
      size++
      const key = scopeKeyOf(tenant, scope)
      const known = scenes.get(key)
      const measuring = known ?? begin(tenant, scope, timeMs)
      if (!known) scenes.set(key, measuring)
      measuring.lastId = id
      measuring.data.toMs = Math.max(measuring.data.toMs, timeMs)
      measuring.data.views = resolution.views
      measuring.data.maxFalseRate = maxFalseRate
      if (resolution.outcome === 'none') measuring.data.misses++
      const nearest = resolution.candidates[0]
      if (nearest && resolution.reason !== 'exact' && measuring.times.length < mostTimes)
        measuring.times.push(nearest.storedAtMs)
      const wish = wishOf(data)
      if (wish === null) return
      measuring.wishes[classOf(1 - wish)]!++
      if (resolution.outcome !== 'none') measuring.served[classOf(1 - wish)]!++
    },
    size: () => size,
    events: () =>
      [...scenes].map(([key, { data, wishes, served, times, lastId }]) => ({
        id: `${lastId}.measured`,
        type: 'ConfidenceMeasured',
        key,
        timeMs: data.toMs,
        source: 'gauge',
        subject: key,
        cause: lastId,
        data: { ...data, wishes, served, nearestStoredMs: times },
      })),
  }
}
