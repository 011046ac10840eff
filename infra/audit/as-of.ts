import { barOf } from '../../processors/steer/bar.ts'
import type { PolicyInForce, Views } from '../../processors/views.ts'
import { type ListedPolicy, listed } from '../gateway/policy-list.ts'
import { usdText } from '../ledger/usd.ts'
import { inThreads } from '../runtime/in-threads.ts'
import type { WorkerData } from './as-of.worker.ts'
import {
  iso,
  type Moment,
  type PastEntry,
  type PastLog,
  type PastPart,
  type PastSums,
  readPart,
  sumOf,
} from './past-part.ts'

/** The document of `turnstream as-of --json`. */
export interface Past {
  readonly at: string
  readonly scene: string | null
  readonly tenant: string | null
  readonly versions: Views['versions']
  /** Newest first. */
  readonly policies: readonly ListedPolicy[]
  /** Epochs of changes that were announced, and not in force yet. */
  readonly announced: readonly number[]
  readonly thresholds: {
    readonly similarity: number
    readonly max_false_rate: number
    readonly agreement: unknown
    readonly guards: unknown
    /** Least confidence of a hit, by scene; where no tenant is named that of `server.tenant` as shipped. */
    readonly least_confidence: Readonly<Record<string, number>>
  }
  readonly configuration: Views['configuration']
  /** Pools that were known to be down. */
  readonly pools_down: readonly string[]
  readonly cache: {
    /** That a lookup could have found. */
    readonly entries: number
    readonly by_layer: Readonly<Record<PastEntry['layer'], number>>
    readonly by_scene: Readonly<Record<string, number>>
    /** Stored, but claimed by a policy change and so never served. */
    readonly claimed: number
    /** Waiting for a reviewer. */
    readonly held: number
    readonly rows: readonly PastEntry[]
  }
  /** In the UTC month of the instant, up to then; of all scenes and tenants. */
  readonly month: { readonly turns: number; readonly usd: string }
}

export interface AsOfOptions {
  /** Hears of records that were read. */
  readonly onPassed?: (records: number) => void
  /** Reads the log in this directory in several threads, this one among them: worth their start for more than some ten thousand records. */
  readonly threads?: { readonly dir: string; readonly count: number }
}

/** Longest first, for a long one at the end would have threads wait. */
const partsOf = async (log: PastLog): Promise<readonly PastPart[]> => {
  const kept = await log.topics()
  const parts = (['cache.entries', 'cost.ledger'] as const).flatMap(topic =>
    Array.from({ length: kept.find(({ name }) => name === topic)?.partitions ?? 0 }, (_, partition) => ({
      topic,
      partition,
    })),
  )
  const sizes = new Map<PastPart, number>()
  for (const part of parts) sizes.set(part, Number((await log.end(part)) - (await log.begin(part))))
  return parts.toSorted((a, b) => sizes.get(b)! - sizes.get(a)!)
}

/**
 * The system as it stood at an instant, from the log alone: what a lookup could find, by which policies and thresholds, and what the month
 * had cost. `views` are those of the instant.
 */
export const asOf = async (
  log: PastLog,
  moment: Moment,
  views: Views,
  { onPassed = () => undefined, threads }: AsOfOptions = {},
): Promise<Past> => {
  const { atMs, scene, tenant } = moment
  const { configuration, versions } = views
  const { cache, scenes } = configuration
  const parts = await partsOf(log)
  const read = (part: PastPart): Promise<PastSums> => readPart(log, part, moment, views.policies, onPassed)
  const { dir, count } = threads ?? { dir: '', count: 1 }
  const data: WorkerData = { dir, moment, policies: views.policies }
  const script = new URL('./as-of.worker.ts', import.meta.url)
  const sums = sumOf(await inThreads(parts, { script, data, count, onTold: onPassed }, read), moment.limit)
  const isMeant = (policy: PolicyInForce): boolean =>
    (scene === null || policy.scene === null || policy.scene === scene) &&
    (tenant === null || policy.tenant === null || policy.tenant === tenant)
  return {
    ...{ at: iso(atMs), scene, tenant, versions },
    policies: views.policies.filter(isMeant).toReversed().map(listed),
    announced: views.announced.map(({ epoch }) => epoch),
    thresholds: {
      similarity: cache.threshold,
      max_false_rate: cache.maxFalseRate,
      agreement: cache.agreement,
      guards: cache.guards,
      least_confidence: Object.fromEntries(
        (scene === null ? scenes : [scene]).map(each => [
          each,
          barOf(views, tenant ?? 'default', each).leastConfidence,
        ]),
      ),
    },
    configuration,
    pools_down: Object.entries(views.health).flatMap(([pool, state]) => (state === 'down' ? [pool] : [])),
    cache: {
      ...{ entries: sums.entries, by_layer: sums.byLayer, by_scene: sums.byScene },
      ...{ claimed: sums.claimed, held: sums.held, rows: sums.rows },
    },
    month: { turns: sums.turns, usd: usdText(sums.picoUsd) },
  }
}
