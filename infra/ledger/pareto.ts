import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import { entryIdOf } from '../../processors/resolve/identity.ts'
import type { EventType, LedgerLine } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'
import { usdText } from './usd.ts'

/** Questions that the log knows to have one answer. */
export interface QuestionCluster {
  /** The cache entry that answers them, or that would. */
  readonly entryId: string
  /** The first of them. */
  readonly example: string
  readonly scene: string
  readonly turns: number
  readonly hits: number
  /** USD, exact decimals. */
  readonly usd: { readonly spent: string; readonly baseline: string }
  /** Of all that was spent, in [0, 1]. */
  readonly share: number
  /** Share of this cluster and of all before it. */
  readonly cumulative: number
}

export interface Pareto {
  readonly clusters: number
  /** So few of them account for `coverage` of what was spent. */
  readonly driving: number
  readonly coverage: number
  /** Those, by what was spent, as far as the limit goes. */
  readonly rows: readonly QuestionCluster[]
  /** Turns whose question the log no longer has, and what was spent on them, USD. */
  readonly unknown: { readonly turns: number; readonly spent: string }
  readonly cannotTell: readonly string[]
}

export interface ParetoFold {
  add(line: LedgerLine): void
  result(limit: number): Pareto
}

interface Sums {
  readonly entryId: string
  readonly example: string
  readonly scene: string
  turns: number
  hits: number
  spent: bigint
  baseline: bigint
}

const coverage = 0.8

const limits = [
  'misses in other words are clusters of their own until a cached answer has served both: the log has no judge of meaning',
  'a question in another conversation context, language, model or data version is another cluster, because its answer may differ',
] as const

/** Shares of money without a float of the whole sum: parts in a million. */
const shareOf = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000

/** Groups ledger lines by question: by the entry that served a hit, and by the one that a miss would be learned as. */
export const createPareto = (index: Pick<EventIndex, 'find'>): ParetoFold => {
  const clusters = new Map<string, Sums>()
  const unknown = { turns: 0, spent: 0n }
  const find = <T extends EventType>(type: T, id: string): DomainEvent<T>['data'] | null => {
    const record = index.find(id)
    if (!record) return null
    try {
      const event = fromRecord(record)
      return isType(event, type) ? (event as DomainEvent<T>).data : null
    } catch {
      return null
    }
  }
  const entryOf = (turnId: string): string | null => {
    const resolution = find('TurnResolved', idOf.resolved(turnId))?.resolution
    return resolution ? (resolution.entryId ?? entryIdOf(resolution.exactKey)) : null
  }
  const clusterOf = ({ turnId, source, scene }: LedgerLine): { cluster: Sums; hit: boolean } | null => {
    const answer = find('TurnAnswered', idOf.answered(turnId))
    const hit = answer?.entryId ?? null
    const entryId = hit ?? entryOf(turnId)
    if (entryId === null) return null
    const known = clusters.get(entryId)
    const example = answer?.message ?? `(a question that was answered by ${source})`
    const cluster = known ?? { entryId, example, scene, turns: 0, hits: 0, spent: 0n, baseline: 0n }
    clusters.set(entryId, cluster)
    return { cluster, hit: hit !== null }
  }

  return {
    add: line => {
      const found = clusterOf(line)
      const spent = BigInt(line.costPicoUsd)
      if (!found) {
        unknown.turns++
        unknown.spent += spent
        return
      }
      const { cluster, hit } = found
      cluster.turns++
      if (hit) cluster.hits++
      cluster.spent += spent
      cluster.baseline += BigInt(line.baselinePicoUsd)
    },
    result: limit => {
      const whole = [...clusters.values()].reduce((sum, { spent }) => sum + spent, unknown.spent)
      const sorted = [...clusters.values()].sort(
        (a, b) => Number(b.spent - a.spent) || b.turns - a.turns || (a.entryId < b.entryId ? -1 : 1),
      )
      const rows: QuestionCluster[] = []
      let driving = 0
      let before = 0n
      for (const { spent, baseline, ...cluster } of sorted) {
        if (spent === 0n || shareOf(before, whole) >= coverage) break
        before += spent
        driving++
        if (rows.length >= limit) continue
        rows.push({
          ...cluster,
          usd: { spent: usdText(spent), baseline: usdText(baseline) },
          share: shareOf(spent, whole),
          cumulative: shareOf(before, whole),
        })
      }
      return {
        clusters: clusters.size,
        driving,
        coverage,
        rows,
        unknown: { turns: unknown.turns, spent: usdText(unknown.spent) },
        cannotTell: limits,
      }
    },
  }
}
