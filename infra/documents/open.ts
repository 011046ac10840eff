import { setTimeout as delay } from 'node:timers/promises'
import { documentKeyOf } from '../../processors/documents/key.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import type { Documents } from '../../processors/ports/documents.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { type Following, follow, type Taker } from '../elasticsearch/follow.ts'
import { createStandings, type DocumentStanding } from './standings.ts'
import type { DocumentChange, PassageStore } from './store.ts'

/** The documents of the log, and how they stand. */
export interface DocumentIndex extends Documents {
  /** By tenant and id, those that were taken out left out. */
  list(): readonly DocumentStanding[]
  /** Resolves when it has what was in the log at the call, or cannot have it for now: `trouble` says so. */
  caughtUp(): Promise<void>
  /** Why passages of documents are not found; null where they are, or where there are none. */
  trouble(): string | null
  close(): Promise<void>
}

export interface DocumentsOptions {
  readonly log: Pick<EventLog, 'read' | 'wait' | 'begin' | 'end'>
  readonly store: PassageStore
  /** Of a search, ms. */
  readonly timeoutMs: number
  readonly onTrouble: (error: unknown) => void
}

/** Documents read at once: each may be as large as a record. */
const batch = 32

const lookMs = 20
/** A store that failed is asked again after this time, ms. */
const againMs = 500

const changeOf = (event: DomainEvent): readonly DocumentChange[] => {
  if (isType(event, 'PassagesWritten')) return [{ key: documentKeyOf(event.data), written: event.data }]
  return isType(event, 'PassagesRemoved') ? [{ key: documentKeyOf(event.data), written: null }] : []
}

/** Follows the documents of the log into a store, and, whatever becomes of that, which there are. */
export const openDocuments = ({ log, store, timeoutMs, onTrouble }: DocumentsOptions): DocumentIndex => {
  const closing = new AbortController()
  const standings = createStandings()
  let heard = 0n
  let stored = 0n
  /** Whether the store has been told all that was in the log when it was opened, or lost. */
  let served = false
  let lost = store.lost()

  const into = (taker: Omit<Taker, 'types'>): Following =>
    follow({
      ...{ log, topic: 'passages', partitions: 1, batch, onTrouble },
      taker: { types: ['PassagesWritten', 'PassagesRemoved'], ...taker },
    })
  const hearing = into({
    ready: async () => {},
    position: () => heard,
    apply: async (_partition, events, next) => {
      for (const event of events) standings.apply(event)
      heard = next
    },
  })
  const storing = into({
    ready: async signal => {
      await store.ready(signal)
      if (lost === store.lost()) return
      // What it was told is gone, so it is told again.
      lost = store.lost()
      stored = 0n
      served = false
      void catchUp()
    },
    position: () => stored,
    apply: async (_partition, events, next) => {
      // The last of each document is all that counts.
      const changes = new Map(events.flatMap(changeOf).map(change => [change.key, change]))
      if (changes.size > 0) await store.apply([...changes.values()])
      stored = next
    },
  })
  /** However often the store fails meanwhile. */
  const catchUp = async (): Promise<void> => {
    const since = lost
    while (!closing.signal.aborted) {
      try {
        await storing.caughtUp()
        if (since === lost) served = true
        return
      } catch (error) {
        if (!closing.signal.aborted) onTrouble(error)
        await delay(againMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
      }
    }
  }
  void catchUp()

  const troubleOfStore = (): string | null =>
    store.trouble() ?? (served && !lost.aborted ? null : 'documents: the log has not been read to its end yet')

  return {
    timeoutMs,
    search: async (query, limit, revisions, signal) => {
      while (!standings.hasMet(revisions)) await delay(lookMs, undefined, { signal })
      if (!standings.has(query.tenant)) return []
      if (!served || lost.aborted) throw turnstreamError('UNAVAILABLE', troubleOfStore() ?? 'documents: lost')
      while (stored < heard) await delay(lookMs, undefined, { signal })
      const found = await store.search(query, limit, signal)
      // Of a shared index others may be ahead, or still to take out what was cut before.
      return found.filter(
        ({ documentId, revision }) => revision >= (revisions[documentKeyOf({ tenant: query.tenant, documentId })] ?? 0),
      )
    },
    list: standings.list,
    caughtUp: async () => {
      let over = false
      const done = Promise.all([hearing.caughtUp(), catchUp()]).finally(() => {
        over = true
      })
      while (!over && store.trouble() === null) await Promise.race([done, delay(lookMs, undefined, { ref: false })])
      await hearing.caughtUp()
    },
    trouble: () => (standings.list().length === 0 ? null : troubleOfStore()),
    close: async () => {
      closing.abort()
      await Promise.all([hearing.stop(), storing.stop(), store.close()])
    },
  }
}
