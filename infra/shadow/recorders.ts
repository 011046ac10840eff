import { type DomainEvent, isType } from '../../processors/event.ts'
import { createTally, isUse } from '../../processors/meter/count.ts'
import { claimedBy, isRollingOut } from '../../processors/policy.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import { promote } from '../../processors/promote/decide.ts'
import { dueByTime, type Layered } from '../../processors/promote/layered.ts'
import { keywordsOf } from '../../processors/resolve/hit.ts'
import { createGauge, isMeasured } from '../../processors/steer/measure.ts'
import type { Views } from '../../processors/views.ts'
import type { Gathering } from '../runtime/behind.ts'
import type { VirtualClock } from '../runtime/simulation/clock.ts'
import { crowdedOut, sweptOf } from '../runtime/sweep.ts'

export interface RecordersOptions {
  readonly clock: VirtualClock
  readonly views: () => Views
  readonly cache: Pick<CacheReader, 'entries'>
  /** The states of a decider. */
  readonly states: (decider: string) => Iterable<readonly [key: string, state: unknown]>
  readonly send: (events: readonly DomainEvent[]) => void
}

/** What recorders write beside the deciders, by event time. */
export interface Recorders {
  /** From now on entries are swept. */
  begin(): void
  /** Shows them what came onto a topic. */
  see(event: DomainEvent): void
  /** Nothing comes from outside any more: what has been gathered is written down, and no more sweeps begin. */
  end(): void
}

/** Entries read at once. */
const page = 500

/** Gathers from the first event on for some seconds, then writes down what they come to. */
const behind = <E extends DomainEvent>(
  { clock, views, send }: RecordersOptions,
  gather: () => Gathering<E>,
): { add(event: E): void; flush(): void } => {
  let gathering: Gathering<E> | null = null
  const flush = (): void => {
    const events = gathering?.events() ?? []
    gathering = null
    if (events.length > 0) send(events)
  }
  return {
    add: event => {
      if (gathering === null) {
        gathering = gather()
        clock.after(views().configuration.cache.hot.countMs, flush)
      }
      gathering.add(event)
    },
    flush,
  }
}

export const createRecorders = (options: RecordersOptions): Recorders => {
  const { clock, views, cache, states, send } = options
  let ended = false
  const meter = behind(options, () => {
    const { add, hits, events } = createTally()
    return { add, size: hits, events }
  })
  const gauge = behind(options, () => {
    const { add, size, events } = createGauge()
    return { add: (event: DomainEvent<'TurnResolved'>) => add(event, views()), size, events }
  })

  const sweep = async (): Promise<void> => {
    const nowMs = clock.nowMs()
    const { cache: rules } = views().configuration
    const layered = [...states(promote.name)] as (readonly [string, Layered])[]
    const used = layered.flatMap(([, { entry, lastUsedMs }]) => (entry === null ? [] : [lastUsedMs]))
    const unusedSinceMs = rules.maxEntries === 0 ? null : crowdedOut(Float64Array.from(used), rules.maxEntries)
    const due = new Set(
      layered.flatMap(([id, state]) => (dueByTime(state, nowMs, rules, unusedSinceMs) === null ? [] : [id])),
    )
    const rolling = views().policies.filter(policy => isRollingOut(policy, nowMs))
    for (let after: string | null = null; rolling.length > 0; ) {
      const entries = await cache.entries(after, page)
      for (const entry of entries)
        if (claimedBy(rolling, { ...entry, keywords: keywordsOf(entry.question, entry.answer) }, nowMs))
          due.add(entry.entryId)
      if (entries.length < page) break
      after = entries.at(-1)!.entryId
    }
    send([...due].map(entryId => sweptOf(entryId, nowMs, unusedSinceMs)))
  }
  const sweepLater = (): void => {
    clock.after(views().configuration.cache.sweepMs, () => {
      if (!ended) void sweep().then(sweepLater)
    })
  }

  return {
    begin: sweepLater,
    see: event => {
      if (isType(event, 'TurnAnswered') && isUse(event)) meter.add(event)
      if (isType(event, 'TurnResolved') && isMeasured(event, views())) gauge.add(event)
    },
    end: () => {
      ended = true
      meter.flush()
      gauge.flush()
    },
  }
}
