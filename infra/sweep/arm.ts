import type { DeciderConfiguration } from '../../processors/configuration.ts'
import { picoUsd } from '../../processors/infer/price.ts'
import { bypassOf, judge, modeOf } from '../../processors/resolve/judge.ts'
import { isSharedWith, unfitnessOf } from '../../processors/resolve/standing.ts'
import { poolsFor } from '../../processors/route/pools.ts'
import { chooseTier } from '../../processors/route/tier.ts'
import type { Views } from '../../processors/views.ts'
import type { Candidate, EntryStored } from '../../schemas/types.ts'
import { laidOver } from '../configuration/load.ts'
import type { Around } from './around.ts'
import type { Asked } from './asked.ts'
import { type Holding, nothingHeld } from './holding.ts'

/** What became of a turn where no entry answered it; of one that was, the number of the entry's question. */
export const missed = -1
/** Another call for the same question was under way, and answered it too. */
export const joined = -2

/** One configuration of a sweep: what it has in its cache, and what it makes of each turn. */
export interface Arm {
  readonly set: readonly string[]
  /** Under which its turns are decided; the same object until a recorded change. */
  readonly views: Views
  /** Alike in two configurations in which the same proposals become the same entries. */
  readonly lifeClass: string
  /** Alike in two in which a miss costs the same. */
  readonly costClass: string
  /** Takes what was in force from an instant on. Throws CONFIG_INVALID. */
  under(views: Views): void
  holding(n: number): Holding
  hold(n: number, holding: Holding): void
  /** The entry that answers a turn, and whether by its exact key; null where none does. */
  resolve(asked: Asked, n: number, around: Around): { readonly entry: EntryStored; readonly exact: boolean } | null
  /** Whether an identical question is with a model at `nowMs`; if not it is from now on, until `untilMs`. */
  joins(n: number, nowMs: number, untilMs: number): boolean
  /** 1e-12 USD of a miss. */
  missCost(asked: Asked): number
}

const untimed = { enrichMs: null, embedMs: null, exactMs: null, semanticMs: null } as const

export const createArm = (set: readonly string[]): Arm => {
  /** Entries are told apart as they were recorded: another route would make older ones unreachable, here it only costs otherwise. */
  let views!: Views
  let routing!: Views
  let configured: DeciderConfiguration | null = null
  let laid!: DeciderConfiguration
  let judged!: DeciderConfiguration
  let [lifeClass, costClass] = ['', '']
  const reprices = set.some(each => each.startsWith('prices'))
  const routes = set.some(each => !each.startsWith('cache.'))
  const holdings: (Holding | undefined)[] = []
  const flights = new Map<number, number>()

  const candidatesFor = (asked: Asked, around: Around): { candidates: Candidate[]; entries: EntryStored[] } => {
    const { candidates: limit } = views.configuration.cache
    for (;;) {
      const candidates: Candidate[] = []
      const entries: EntryStored[] = []
      for (const { n, similarity } of around.neighbours()) {
        const holding = holdings[n]
        const entry = holding?.cached.entry
        if (!entry || entry.expiresAtMs <= asked.timeMs) continue
        candidates.push(around.candidate(holding, 'cold', similarity))
        entries.push(entry)
        if (candidates.length === limit) return { candidates, entries }
      }
      if (!around.more()) return { candidates, entries }
    }
  }
  const isFit = (candidate: Candidate, asked: Asked): boolean =>
    unfitnessOf(candidate, asked, views, asked.timeMs) === null && isSharedWith(asked.turn, candidate, [candidate])

  const modelOf = ({ turn, miss, timeMs }: Asked): string => {
    if (turn.model !== 'auto' || miss.routed === null) return miss.model
    const { route, pools } = routing.configuration
    const { tier } = chooseTier(miss.routed, route, null, timeMs, true)
    const { promptTokens: tokensAfter, completionTokens: maxTokens } = miss.usage
    const [pool] = poolsFor(tier, { tenant: turn.tenant, tokensAfter, maxTokens, timeMs }, routing).pools
    return pools[pool ?? '']?.model ?? miss.model
  }

  return {
    set,
    get views() {
      return views
    },
    get lifeClass() {
      return lifeClass
    },
    get costClass() {
      return costClass
    },
    under: now => {
      if (configured !== now.configuration) {
        configured = now.configuration
        laid = laidOver(configured, set)
        judged = { ...configured, cache: laid.cache }
      }
      views = { ...now, configuration: judged }
      routing = { ...now, configuration: laid }
      const { ttlMs, ttls, volatileTtlMs, exactTtlMs, delayWindowMs } = laid.cache
      lifeClass = JSON.stringify([ttlMs, ttls, volatileTtlMs, exactTtlMs, delayWindowMs])
      costClass = routes ? JSON.stringify(set.filter(each => !each.startsWith('cache.'))) : ''
    },
    holding: n => holdings[n] ?? nothingHeld,
    hold: (n, holding) => {
      holdings[n] = holding
    },
    resolve: (asked, n, around) => {
      const { turn, enrichment, timeMs } = asked
      if (bypassOf(turn, enrichment, views) !== null) return null
      const own = holdings[n]
      const known = own?.cached.entry
      if (known && known.exactExpiresAtMs > timeMs && isFit(around.candidate(own, 'exact', 1), asked))
        return { entry: known, exact: true }
      if (modeOf(enrichment.scene, views) === 'exact_only') return null
      const { candidates, entries } = candidatesFor(asked, around)
      if (candidates.length === 0) return null
      const { entryId } = judge(turn, enrichment, { candidates, timings: untimed }, views, timeMs, around.scales)
      const entry = entryId === null ? null : entries.find(each => each.entryId === entryId)
      return entry ? { entry, exact: false } : null
    },
    joins: (n, nowMs, untilMs) => {
      const until = flights.get(n)
      if (until !== undefined && until > nowMs) return true
      flights.set(n, untilMs)
      return false
    },
    missCost: asked => {
      if (!routes) return asked.miss.costPicoUsd
      const model = modelOf(asked)
      const same = model === asked.miss.model && !reprices
      const { prices } = routing.configuration
      return same ? asked.miss.costPicoUsd : (picoUsd(asked.miss.usage, model, asked.timeMs, prices) ?? 0)
    },
  }
}
