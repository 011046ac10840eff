import { type EntryEvent, type EntryState, foldEntry, foldedTypes, noEntry } from '../../processors/entry.ts'
import { type Claimable, claimedBy, matches } from '../../processors/policy.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { PolicyInForce, Views } from '../../processors/views.ts'
import type { EntryStored, PolicyChanged } from '../../schemas/types.ts'
import { decodedOrNull, pagesOf } from '../runtime/pages.ts'

/** What a change would make invalid. */
export interface Claimed {
  /** Entries that are served now and that it matches. */
  readonly entries: number
  /** Entries that are served now. */
  readonly of: number
  /** Those that it matches, by their scene. */
  readonly scenes: Readonly<Record<string, number>>
  /** Some of them, by the order of their names. */
  readonly examples: readonly { readonly entry_id: string; readonly question: string }[]
}

type Known = Claimable & Pick<EntryStored, 'storedAtMs' | 'expiresAtMs' | 'question' | 'scene'>

const mostExamples = 5
const types = new Set<string>(foldedTypes.map(type => `turnstream.${type}`))

const knownOf = (entry: EntryStored): Known => {
  const { entryId, tenant, scene, scenes, policyEpoch, version, products, sources, question, answer } = entry
  const { storedAtMs, expiresAtMs } = entry
  const keywords = `${question}\n${answer}`.toLowerCase()
  return {
    ...{ entryId, tenant, scene, scenes, policyEpoch, version, products, sources },
    ...{ keywords, question, storedAtMs, expiresAtMs },
  }
}

/** The entries that the log holds, by the same fold as the caches. Records that do not decode are passed over, as there. */
const entriesOf = async function* (
  log: Pick<EventLog, 'begin' | 'end' | 'read'>,
  partitions: number,
  onRead: (records: number) => void,
): AsyncGenerator<Known> {
  for (let partition = 0; partition < partitions; partition++) {
    const states = new Map<string, EntryState<Known>>()
    for await (const records of pagesOf(log, { topic: 'cache.entries', partition })) {
      onRead(records.length)
      for (const record of records) {
        if (record.headers.ce_type !== undefined && !types.has(record.headers.ce_type)) continue
        const event = decodedOrNull(record) as EntryEvent | null
        if (!event) continue
        const { entryId } = event.data
        states.set(entryId, foldEntry<Known>(states.get(entryId) ?? noEntry, event, knownOf))
      }
    }
    for (const { entry } of states.values()) if (entry) yield entry
  }
}

export interface ClaimedOptions {
  readonly log: Pick<EventLog, 'begin' | 'end' | 'read'>
  readonly views: Views
  /** Partitions of keyed topics. */
  readonly partitions: number
  readonly nowMs: number
  /** Told of each stretch of records that was read. */
  readonly onRead?: (records: number) => void
}

/** What a change would make invalid if it were put in force now, its rollout aside: read from the log, and nothing is changed. */
export const claimedOnLog = async (change: PolicyChanged, options: ClaimedOptions): Promise<Claimed> => {
  const { log, views, partitions, nowMs, onRead = () => undefined } = options
  const policy: PolicyInForce = { ...change, eventId: '', epoch: Number.POSITIVE_INFINITY, sinceMs: nowMs }
  const scenes: Record<string, number> = {}
  const found: Known[] = []
  let of = 0
  for await (const entry of entriesOf(log, partitions, onRead)) {
    if (entry.expiresAtMs <= nowMs || claimedBy(views.policies, entry, nowMs)) continue
    of++
    if (!matches(policy, entry)) continue
    scenes[entry.scene] = (scenes[entry.scene] ?? 0) + 1
    found.push(entry)
  }
  found.sort((a, b) => (a.entryId < b.entryId ? -1 : 1))
  const examples = found.slice(0, mostExamples).map(({ entryId, question }) => ({ entry_id: entryId, question }))
  return { entries: found.length, of, scenes, examples }
}
