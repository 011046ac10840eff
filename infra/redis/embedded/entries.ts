import { createHash } from 'node:crypto'
import type { ColdEntry, ExactEntries, FoldedLog } from '../../../processors/ports/exact.ts'
import { hitOf } from '../../../processors/resolve/hit.ts'
import { entryIdOf } from '../../../processors/resolve/identity.ts'
import { encodeValue } from '../../../schemas/codec.ts'
import type { EntryStored } from '../../../schemas/types.ts'
import { orAborted } from '../../embedding/or-aborted.ts'
import { type Change, changeOf } from '../entries/change.ts'

interface Known {
  readonly entry: EntryStored | null
  readonly hotUntilMs: number
  readonly held: boolean
}

const nothing: Known = { entry: null, hotUntilMs: 0, held: false }

/** What the fold rules are, without any store: an entry after a change. */
const changed = (known: Known, change: Change, cold: EntryStored | null): Known => {
  switch (change.kind) {
    case 'store':
      return known.held ? known : { ...known, entry: change.entry }
    case 'drop': {
      const { entry } = known
      const follows = entry !== null && change.spares !== null && entry.policyEpoch >= change.spares
      const younger = entry !== null && change.storedBy !== null && entry.storedAtMs > change.storedBy
      const spared = follows || younger
      return { ...(spared ? known : nothing), held: known.held || change.review }
    }
    case 'restore':
      return { ...known, held: false }
    case 'heat': {
      const entry = known.entry ?? cold
      return { ...known, entry, hotUntilMs: entry ? (change.untilMs ?? 0) : 0 }
    }
  }
}

/** The exact cache and the hot entries in the memory of one process, folded from the log at each start. */
export const createEntries = (log: FoldedLog, options: { cold?: ColdEntry } = {}): ExactEntries => {
  const entries = new Map<string, Known>()
  let positions: bigint[] | null = null
  let targets: readonly bigint[] = []
  let losing = Promise.withResolvers<void>()

  const behind = (): boolean =>
    positions === null || targets.some((target, partition) => positions![partition]! < target)

  return {
    exact: async (exactKey, nowMs, keywords) => {
      const known = entries.get(entryIdOf(exactKey))
      if (behind() || !known?.entry) return null
      const { expiresAtMs, exactExpiresAtMs: exactUntilMs } = known.entry
      const hotUntilMs = Math.min(expiresAtMs, known.hotUntilMs)
      const isExact = exactUntilMs > nowMs
      if (!isExact && hotUntilMs <= nowMs) return null
      return { ...hitOf(known.entry, isExact ? 'exact' : 'hot', keywords), exactUntilMs, hotUntilMs }
    },
    begin: async () => {
      targets = await log.ends()
      positions ??= targets.map(() => 0n)
      losing = Promise.withResolvers<void>()
      return [...positions]
    },
    apply: async (partition, events, next) => {
      for (const { offset, event } of events) {
        const about = changeOf(event)
        if (positions === null) return false
        if (about === null || offset < positions[partition]!) continue
        const known = entries.get(about.entryId) ?? nothing
        const needs = about.change.kind === 'heat' && about.change.untilMs !== null && known.entry === null
        const cold = needs ? ((await options.cold?.(about.entryId)) ?? null) : null
        entries.set(about.entryId, changed(known, about.change, cold))
      }
      if (positions === null) return false
      if (next > positions[partition]!) positions[partition] = next
      return true
    },
    holdBack: ends => {
      targets = ends.map((end, partition) => {
        const target = targets[partition] ?? 0n
        return end > target ? end : target
      })
    },
    lost: signal => orAborted(positions === null ? Promise.resolve() : losing.promise, signal),
    clear: async () => {
      entries.clear()
      positions = null
      losing.resolve()
    },
    digest: async atMs => {
      const hash = createHash('sha256')
      for (const [entryId, { entry, hotUntilMs, held }] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
        if (held || (entry && Math.max(entry.exactExpiresAtMs, Math.min(entry.expiresAtMs, hotUntilMs)) > atMs)) {
          hash.update(`${entryId} ${held} ${hotUntilMs} `)
          if (entry) hash.update(encodeValue('EntryStored', entry))
        }
      return hash.digest('hex')
    },
    trouble: () => (behind() ? 'the exact cache is being folded' : null),
    close: () => undefined,
  }
}
