import { bytesToVector } from '../../processors/enrich/vector.ts'
import type { EntryEvent } from '../../processors/entry.ts'
import { setOf } from '../cache/store.ts'
import { createVectorIndex } from '../index/vectors.ts'
import { type EntryState, fold } from './state.ts'

/** An event that may not be in Elasticsearch yet. `version` is its offset + 1, as the document's will be. */
export interface Change {
  readonly entryId: string
  readonly version: bigint
  readonly event: EntryEvent
}

/** A state, and the version of the last event that changed it. */
export interface Versioned {
  readonly state: EntryState
  readonly version: bigint
}

/**
 * What this process has folded and a search may not see yet. A removal counts from the moment it is accepted, whatever a search
 * returns; an entry is found from the moment its state is known.
 */
export interface Overlay {
  readonly size: number
  accept(change: Change): void
  /** The state that this process has folded last, without what was accepted since; null where it has folded none. */
  base(entryId: string): Versioned | null
  /** What is known without asking the server, null where that is nothing. */
  known(entryId: string): Versioned | null
  /** The state of an entry, given its document: the newer of the two, and what was accepted after it. */
  over(entryId: string, document: Versioned): Versioned
  /** Of entries whose state is known: nearest first, as the exact search of the embedded index. */
  nearest(set: string, vector: Float32Array, limit: number, nowMs: number): readonly string[]
  /** The state is as given, up to that version; accepted events up to it are part of it. */
  folded(entryId: string, versioned: Versioned): void
  /** The folded state is durable in the index. */
  written(entryIds: Iterable<string>): void
  /** What is written and not yet forgotten. */
  writtenIds(): readonly [entryId: string, version: bigint][]
  /** Forgets what a search sees by now, unless something newer has come since. */
  forget(seen: readonly (readonly [entryId: string, version: bigint])[]): void
}

interface Recent {
  state: Versioned | null
  accepted: Change[]
  written: boolean
}

export const createOverlay = (dimensions: number): Overlay => {
  const recents = new Map<string, Recent>()
  const vectorOf = (entryId: string): Float32Array | null => {
    const vector = recents.get(entryId)?.state?.state.entry?.vector
    return vector ? bytesToVector(vector) : null
  }
  const index = createVectorIndex({ dimensions, vectorOf, limit: Number.MAX_SAFE_INTEGER })

  const after = (base: Versioned, accepted: readonly Change[]): Versioned => {
    let { state, version } = base
    for (const change of accepted) {
      if (change.version <= version) continue
      state = fold(state, change.event)
      version = change.version
    }
    return { state, version }
  }

  return {
    get size() {
      return recents.size
    },
    accept: change => {
      const recent = recents.get(change.entryId) ?? { state: null, accepted: [], written: false }
      recents.set(change.entryId, recent)
      recent.accepted.push(change)
      recent.written = false
    },
    base: entryId => recents.get(entryId)?.state ?? null,
    known: entryId => {
      const recent = recents.get(entryId)
      return recent?.state ? after(recent.state, recent.accepted) : null
    },
    over: (entryId, document) => {
      const recent = recents.get(entryId)
      if (!recent) return document
      const base = recent.state && recent.state.version >= document.version ? recent.state : document
      return after(base, recent.accepted)
    },
    nearest: (set, vector, limit, nowMs) => index.search(set, vector, limit, nowMs).map(({ id }) => id),
    folded: (entryId, versioned) => {
      const recent = recents.get(entryId)
      if (!recent) return
      recent.state = versioned
      recent.accepted = recent.accepted.filter(({ version }) => version > versioned.version)
      const { entry } = versioned.state
      if (entry?.vector && entry.vector.length === dimensions * Float32Array.BYTES_PER_ELEMENT)
        index.add(setOf(entry.identity, entry.embeddingModel), entryId, bytesToVector(entry.vector), entry.expiresAtMs)
      else index.remove(entryId)
    },
    written: entryIds => {
      for (const entryId of entryIds) {
        const recent = recents.get(entryId)
        if (recent && recent.accepted.length === 0) recent.written = true
      }
    },
    writtenIds: () =>
      [...recents].flatMap(([entryId, { written, state }]) => (written && state ? [[entryId, state.version]] : [])),
    forget: seen => {
      for (const [entryId, version] of seen) {
        const recent = recents.get(entryId)
        if (!recent?.written || recent.state?.version !== version) continue
        recents.delete(entryId)
        index.remove(entryId)
      }
    },
  }
}
