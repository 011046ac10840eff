import { documentKeyOf } from '../../processors/documents/key.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import type { Views } from '../../processors/views.ts'

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

/** What has become of the documents of the log, without what is in them. */
export interface Standings {
  apply(event: DomainEvent): void
  /** Whether it has heard of all that these name. */
  hasMet(revisions: Views['documents']): boolean
  /** Whether a tenant has documents. */
  has(tenant: string): boolean
  /** By tenant and id, those that were taken out left out. */
  list(): readonly DocumentStanding[]
}

export const createStandings = (): Standings => {
  /** Of removed ones too, for what names their revision waits for it. */
  const revisions = new Map<string, number>()
  const standings = new Map<string, DocumentStanding>()
  /** Documents by tenant. */
  const counts = new Map<string, number>()
  /** Those of views that were met before: the same object names the same revisions. */
  let met: Views['documents'] | null = null

  return {
    apply: event => {
      if (!isType(event, 'PassagesWritten', 'PassagesRemoved')) return
      const { documentId, tenant, revision } = event.data
      const key = documentKeyOf(event.data)
      const was = standings.delete(key)
      revisions.set(key, revision)
      if (isType(event, 'PassagesWritten')) {
        const { title, scene, passages } = event.data
        const changedAtMs = event.timeMs
        standings.set(key, { documentId, tenant, title, scene, revision, passages: passages.length, changedAtMs })
      }
      counts.set(tenant, (counts.get(tenant) ?? 0) + Number(standings.has(key)) - Number(was))
    },
    hasMet: wanted => {
      if (met === wanted) return true
      if (!Object.entries(wanted).every(([key, revision]) => (revisions.get(key) ?? 0) >= revision)) return false
      met = wanted
      return true
    },
    has: tenant => (counts.get(tenant) ?? 0) > 0,
    list: () => [...standings.values()].sort((a, b) => (documentKeyOf(a) < documentKeyOf(b) ? -1 : 1)),
  }
}
