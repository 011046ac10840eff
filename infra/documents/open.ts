import { setTimeout as delay } from 'node:timers/promises'
import { documentKeyOf } from '../../processors/documents/key.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { isType } from '../../processors/event.ts'
import type { Documents } from '../../processors/ports/documents.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { Views } from '../../processors/views.ts'
import { follow } from '../elasticsearch/follow.ts'
import type { DocumentChange, PassageStore } from './store.ts'

/** A document as lists have it. */
export interface DocumentStanding {
  readonly documentId: string
  readonly tenant: string
  readonly title: string
  readonly scene: string
  readonly revision: number
  readonly passages: number
  /** Event time, ms since 1970. */
  readonly changedAtMs: number
}

/** The documents of the log, and how they stand. */
export interface DocumentIndex extends Documents {
  /** By tenant and id, those that were taken out left out. */
  list(): readonly DocumentStanding[]
  /** Resolves when it has what was in the log at the call, or cannot have it for now: `trouble` says so. */
  caughtUp(): Promise<void>
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

/** Follows the documents of the log into a store. */
export const openDocuments = ({ log, store, timeoutMs, onTrouble }: DocumentsOptions): DocumentIndex => {
  /** Removed ones too, for what names their revision waits for it. */
  const known = new Map<string, { readonly revision: number; readonly standing: DocumentStanding | null }>()
  const closing = new AbortController()
  let position = 0n
  let served = false
  /** Those of views that were met before: the same object names the same revisions. */
  let met: Views['documents'] | null = null
  let lost = store.lost()

  const changeOf = (event: DomainEvent): readonly [change: DocumentChange, revision: number] | null => {
    if (isType(event, 'PassagesWritten'))
      return [{ key: documentKeyOf(event.data), written: event.data }, event.data.revision]
    if (isType(event, 'PassagesRemoved'))
      return [{ key: documentKeyOf(event.data), written: null }, event.data.revision]
    return null
  }
  const standingOf = ({ written }: DocumentChange, changedAtMs: number): DocumentStanding | null => {
    if (!written) return null
    const { documentId, tenant, title, scene, revision, passages } = written
    return { documentId, tenant, title, scene, revision, passages: passages.length, changedAtMs }
  }
  const following = follow({
    ...{ log, topic: 'passages', partitions: 1, batch, onTrouble },
    taker: {
      types: ['PassagesWritten', 'PassagesRemoved'],
      ready: async signal => {
        await store.ready(signal)
        if (lost === store.lost()) return
        // What it was told is gone, so it is told again.
        lost = store.lost()
        position = 0n
        served = false
        void catchUp()
      },
      position: () => position,
      apply: async (_partition, events, next) => {
        const last = new Map<string, DocumentChange>()
        const standings: (() => void)[] = []
        for (const event of events) {
          const found = changeOf(event)
          if (!found) continue
          const [change, revision] = found
          last.set(change.key, change)
          standings.push(() => known.set(change.key, { revision, standing: standingOf(change, event.timeMs) }))
        }
        if (last.size > 0) await store.apply([...last.values()])
        for (const put of standings) put()
        position = next
      },
    },
  })
  /** However often the store fails meanwhile. */
  const catchUp = async (): Promise<void> => {
    const since = lost
    while (!closing.signal.aborted) {
      try {
        await following.caughtUp()
        if (since === lost) served = true
        return
      } catch (error) {
        if (!closing.signal.aborted) onTrouble(error)
        await delay(againMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
      }
    }
  }
  void catchUp()

  const hasMet = (revisions: Views['documents']): boolean => {
    if (met === revisions) return true
    if (!Object.entries(revisions).every(([key, revision]) => (known.get(key)?.revision ?? 0) >= revision)) return false
    met = revisions
    return true
  }
  const behind = (): string | null => (served ? null : 'documents: the log has not been read to its end yet')

  return {
    timeoutMs,
    search: async (query, limit, revisions, signal) => {
      if (!served || lost.aborted)
        throw turnstreamError('UNAVAILABLE', store.trouble() ?? behind() ?? 'documents: lost')
      while (!hasMet(revisions)) await delay(lookMs, undefined, { signal })
      const found = await store.search(query, limit, signal)
      // Of a shared index others may be ahead, or still to take out what was cut before.
      return found.filter(({ documentId, revision }) => {
        const wanted = revisions[documentKeyOf({ tenant: query.tenant, documentId })] ?? 0
        return revision >= wanted
      })
    },
    list: () =>
      [...known.values()]
        .flatMap(({ standing }) => standing ?? [])
        .sort((a, b) => (documentKeyOf(a) < documentKeyOf(b) ? -1 : 1)),
    caughtUp: async () => {
      let over = false
      const done = catchUp().finally(() => {
        over = true
      })
      while (!over && store.trouble() === null) await Promise.race([done, delay(lookMs, undefined, { ref: false })])
    },
    trouble: () => store.trouble() ?? behind(),
    close: async () => {
      closing.abort()
      await Promise.all([following.stop(), store.close()])
    },
  }
}
