import { setImmediate as nextTurn } from 'node:timers/promises'
import { type EntryState, foldEntry, foldedTypes, isEntryEvent, layerAt, noEntry } from '../../processors/entry.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { claimedBy, looksAtKeywords } from '../../processors/policy.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { keywordsOf } from '../../processors/resolve/hit.ts'
import type { PolicyInForce } from '../../processors/views.ts'
import type { EntryStored, EventType } from '../../schemas/types.ts'
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

/** A partition that a moment is read from. */
export interface PastPart {
  readonly topic: 'cache.entries' | 'cost.ledger'
  readonly partition: number
}

/** What one partition, or all, say of a moment. */
export interface PastSums {
  readonly entries: number
  readonly byLayer: Readonly<Record<PastEntry['layer'], number>>
  readonly byScene: Readonly<Record<string, number>>
  readonly claimed: number
  readonly held: number
  /** The last ones stored, newest first. */
  readonly rows: readonly PastEntry[]
  readonly turns: number
  readonly picoUsd: bigint
}

const nothing: PastSums = {
  ...{ entries: 0, byLayer: { exact: 0, hot: 0, cold: 0 }, byScene: {}, claimed: 0, held: 0, rows: [] },
  ...{ turns: 0, picoUsd: 0n },
}

const batch = 1_000

/** Events are written within a day of their time: after a record that is later than that nothing of the instant is looked for. */
const latestMs = 86_400_000

/** The events of some types in a partition up to an instant, from records of `fromMs` on. What else lies there is not even decoded. */
async function* eventsUntil(
  log: PastLog,
  at: PastPart,
  types: readonly EventType[],
  fromMs: number,
  atMs: number,
  onPassed: (records: number) => void,
): AsyncGenerator<DomainEvent> {
  const wanted = new Set(types.map(type => `turnstream.${type}`))
  const end = await log.end(at)
  const first = fromMs > 0 ? await log.offsetAt(at, fromMs) : await log.begin(at)
  for (let offset = first; offset < end; ) {
    const { records, next } = await readPast(log, { ...at, offset }, Math.min(batch, Number(end - offset)))
    if (next === offset) break
    for (const record of records) {
      const event = wanted.has(record.headers.ce_type ?? '') ? decodedOrNull(record) : null
      if (event && event.timeMs <= atMs) yield event
    }
    onPassed(Number(next - offset))
    offset = next
    // Reads of the embedded log never let go of the thread, and other threads wait to be handed their parts.
    await nextTurn()
    if (records.length > 0 && records.every(({ timestampMs }) => timestampMs > atMs + latestMs)) break
  }
}

/** What is kept of an entry: what is shown, and what policies are matched against. */
type Kept = Pick<
  EntryStored,
  | ('entryId' | 'tenant' | 'scene' | 'scenes' | 'question' | 'answer' | 'shared' | 'policyEpoch' | 'version')
  | ('products' | 'sources' | 'storedAtMs' | 'expiresAtMs' | 'exactExpiresAtMs')
>

const keptOf = (stored: EntryStored): Kept => ({
  ...{ entryId: stored.entryId, tenant: stored.tenant, scene: stored.scene, scenes: stored.scenes },
  ...{ question: stored.question, answer: stored.answer, shared: stored.shared, policyEpoch: stored.policyEpoch },
  ...{ version: stored.version, products: stored.products, sources: stored.sources },
  ...{ storedAtMs: stored.storedAtMs, expiresAtMs: stored.expiresAtMs, exactExpiresAtMs: stored.exactExpiresAtMs },
})

const isClaimed = (entry: Kept, policies: readonly PolicyInForce[], atMs: number): boolean => {
  const keywords = looksAtKeywords(policies) ? keywordsOf(entry.question, entry.answer) : ''
  return claimedBy(policies, { ...entry, keywords }, atMs) !== null
}

export const iso = (ms: number): string => new Date(ms).toISOString()

const rowOf = (entry: Kept, layer: PastEntry['layer']): PastEntry => ({
  ...{ entry_id: entry.entryId, layer, tenant: entry.tenant, scene: entry.scene },
  ...{ question: entry.question, answer: entry.answer, shared: entry.shared, policy_epoch: entry.policyEpoch },
  stored_at: iso(entry.storedAtMs),
  expires_at: iso(entry.expiresAtMs),
})

const cacheIn = async (
  log: PastLog,
  part: PastPart,
  { atMs, scene, tenant, limit }: Moment,
  policies: readonly PolicyInForce[],
  onPassed: (records: number) => void,
): Promise<PastSums> => {
  const states = new Map<string, EntryState<Kept>>()
  for await (const event of eventsUntil(log, part, foldedTypes, 0, atMs, onPassed)) {
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
  return { ...nothing, entries: found.length, byLayer, byScene, claimed, held, rows }
}

const monthIn = async (
  log: PastLog,
  part: PastPart,
  atMs: number,
  onPassed: (records: number) => void,
): Promise<PastSums> => {
  const at = new Date(atMs)
  const since = Date.UTC(at.getUTCFullYear(), at.getUTCMonth())
  let [turns, picoUsd] = [0, 0n]
  for await (const event of eventsUntil(log, part, ['LedgerLine'], since, atMs, onPassed)) {
    if (event.type !== 'LedgerLine' || event.timeMs < since) continue
    if (event.data.purpose === 'answer') turns++
    picoUsd += BigInt(event.data.costPicoUsd)
  }
  return { ...nothing, turns, picoUsd }
}

/** What a partition says of a moment. All events of an entry lie in one. */
export const readPart = (
  log: PastLog,
  part: PastPart,
  moment: Moment,
  policies: readonly PolicyInForce[],
  onPassed: (records: number) => void,
): Promise<PastSums> =>
  part.topic === 'cache.entries'
    ? cacheIn(log, part, moment, policies, onPassed)
    : monthIn(log, part, moment.atMs, onPassed)

const added = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> => {
  const sums = { ...a }
  for (const [name, count] of Object.entries(b)) sums[name] = (sums[name] ?? 0) + count
  return sums
}

const isBefore = (a: PastEntry, b: PastEntry): boolean =>
  a.stored_at === b.stored_at ? a.entry_id < b.entry_id : a.stored_at > b.stored_at

/** What all partitions say together, of at most `limit` rows; in whatever order they were read. */
export const sumOf = (parts: readonly PastSums[], limit: number): PastSums => {
  const sums = parts.reduce(
    (sum, part) => ({
      entries: sum.entries + part.entries,
      byLayer: added(sum.byLayer, part.byLayer) as unknown as PastSums['byLayer'],
      byScene: added(sum.byScene, part.byScene),
      claimed: sum.claimed + part.claimed,
      held: sum.held + part.held,
      rows: [...sum.rows, ...part.rows],
      turns: sum.turns + part.turns,
      picoUsd: sum.picoUsd + part.picoUsd,
    }),
    nothing,
  )
  const byScene = Object.fromEntries(Object.entries(sums.byScene).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...sums, byScene, rows: sums.rows.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)).slice(0, limit) }
}
