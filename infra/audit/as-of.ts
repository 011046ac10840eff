import { type EntryState, foldEntry, isEntryEvent, layerAt, noEntry } from '../../processors/entry.ts'
import { claimedBy, looksAtKeywords } from '../../processors/policy.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { keywordsOf } from '../../processors/resolve/hit.ts'
import { barOf } from '../../processors/steer/bar.ts'
import type { PolicyInForce, Views } from '../../processors/views.ts'
import type { EntryStored } from '../../schemas/types.ts'
import { type ListedPolicy, listed } from '../gateway/policy-list.ts'
import { usdText } from '../ledger/usd.ts'
import { decodedOrNull } from '../runtime/pages.ts'
import { readPast } from '../runtime/read.ts'

export type PastLog = Pick<EventLog, 'topics' | 'begin' | 'end' | 'read' | 'offsetAt'>

/** What of the past is asked about. */
export interface Moment {
  /** Event time, ms since 1970: all that has happened up to and with it counts. */
  readonly atMs: number
  /** Entries, thresholds and policies of this scene and tenant alone; null: of all. */
  readonly scene: string | null
  readonly tenant: string | null
  /** Entries shown, at most: the last ones stored. */
  readonly limit: number
}

export interface PastEntry {
  readonly entry_id: string
  readonly layer: 'exact' | 'hot' | 'cold'
  readonly tenant: string
  readonly scene: string
  readonly question: string
  readonly answer: string
  readonly shared: boolean
  readonly policy_epoch: number
  readonly stored_at: string
  readonly expires_at: string
}

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

const batch = 1_000

/** Events are written within a day of their time: after a record that is later than that nothing of the instant is looked for. */
const latestMs = 86_400_000

/** The events of a topic up to an instant, partition by partition, from records of `fromMs` on. */
async function* eventsUntil(
  log: PastLog,
  topic: string,
  fromMs: number,
  atMs: number,
  onPassed: (records: number) => void,
) {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === topic) ?? {}
  for (let partition = 0; partition < partitions; partition++) {
    const at = { topic, partition }
    const end = await log.end(at)
    const first = fromMs > 0 ? await log.offsetAt(at, fromMs) : await log.begin(at)
    for (let offset = first; offset < end; ) {
      const { records, next } = await readPast(log, { ...at, offset }, Math.min(batch, Number(end - offset)))
      if (next === offset) break
      for (const record of records) {
        const event = decodedOrNull(record)
        if (event && event.timeMs <= atMs) yield event
      }
      onPassed(Number(next - offset))
      offset = next
      if (records.length > 0 && records.every(({ timestampMs }) => timestampMs > atMs + latestMs)) break
    }
  }
}

/** What is kept of an entry: not its vectors, which are most of it. */
type Kept = Omit<EntryStored, 'vector' | 'answerVector' | 'slots'>

const keptOf = ({ vector: _vector, answerVector: _answerVector, slots: _slots, ...kept }: EntryStored): Kept => kept

const isClaimed = (entry: Kept, policies: readonly PolicyInForce[], atMs: number): boolean => {
  const keywords = looksAtKeywords(policies) ? keywordsOf(entry.question, entry.answer) : ''
  return claimedBy(policies, { ...entry, keywords }, atMs) !== null
}

const iso = (ms: number): string => new Date(ms).toISOString()

const rowOf = (entry: Kept, layer: PastEntry['layer']): PastEntry => ({
  ...{ entry_id: entry.entryId, layer, tenant: entry.tenant, scene: entry.scene },
  ...{ question: entry.question, answer: entry.answer, shared: entry.shared, policy_epoch: entry.policyEpoch },
  stored_at: iso(entry.storedAtMs),
  expires_at: iso(entry.expiresAtMs),
})

const cacheAt = async (
  log: PastLog,
  { atMs, scene, tenant, limit }: Moment,
  { policies }: Views,
  onPassed: (records: number) => void,
): Promise<Past['cache']> => {
  const states = new Map<string, EntryState<Kept>>()
  for await (const event of eventsUntil(log, 'cache.entries', 0, atMs, onPassed)) {
    if (!isEntryEvent(event)) continue
    const { entryId } = event.data
    states.set(entryId, foldEntry(states.get(entryId) ?? noEntry, event, keptOf))
  }
  const byLayer = { exact: 0, hot: 0, cold: 0 }
  const byScene: Record<string, number> = {}
  const found: { readonly entry: Kept; readonly layer: PastEntry['layer'] }[] = []
  let [claimed, held] = [0, 0]
  for (const state of states.values()) {
    const { entry } = state
    if (state.held) held++
    if (entry === null || entry.expiresAtMs <= atMs) continue
    if ((scene !== null && entry.scene !== scene) || (tenant !== null && entry.tenant !== tenant)) continue
    if (isClaimed(entry, policies, atMs)) {
      claimed++
      continue
    }
    const layer = entry.exactExpiresAtMs > atMs ? 'exact' : layerAt(state.hotUntilMs, atMs)
    byLayer[layer]++
    byScene[entry.scene] = (byScene[entry.scene] ?? 0) + 1
    found.push({ entry, layer })
  }
  found.sort((a, b) => b.entry.storedAtMs - a.entry.storedAtMs || (a.entry.entryId < b.entry.entryId ? -1 : 1))
  const rows = found.slice(0, limit).map(({ entry, layer }) => rowOf(entry, layer))
  return { entries: found.length, by_layer: byLayer, by_scene: byScene, claimed, held, rows }
}

const monthAt = async (log: PastLog, atMs: number, onPassed: (records: number) => void): Promise<Past['month']> => {
  const at = new Date(atMs)
  const since = Date.UTC(at.getUTCFullYear(), at.getUTCMonth())
  let [turns, spent] = [0, 0n]
  for await (const event of eventsUntil(log, 'cost.ledger', since, atMs, onPassed)) {
    if (event.type !== 'LedgerLine' || event.timeMs < since) continue
    if (event.data.purpose === 'answer') turns++
    spent += BigInt(event.data.costPicoUsd)
  }
  return { turns, usd: usdText(spent) }
}

/**
 * The system as it stood at an instant, from the log alone: what a lookup could find, by which policies and thresholds, and what the month
 * had cost. `views` are those of the instant. `onPassed` hears of records read.
 */
export const asOf = async (
  log: PastLog,
  moment: Moment,
  views: Views,
  onPassed: (records: number) => void = () => undefined,
): Promise<Past> => {
  const { atMs, scene, tenant } = moment
  const { configuration, versions } = views
  const { cache, scenes } = configuration
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
    cache: await cacheAt(log, moment, views, onPassed),
    month: await monthAt(log, atMs, onPassed),
  }
}
