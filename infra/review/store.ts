import { createHash, hash } from 'node:crypto'
import type { DomainEvent } from '../../processors/event.ts'
import type { ReadModel } from '../runtime/projector.ts'
import { openReadModelStore } from '../runtime/read-model-store.ts'

/** How a review ended. */
export interface Closed {
  /** restore, edit or delete. */
  readonly verdict: string
  readonly answer: string | null
  readonly block: boolean
  readonly reason: string | null
  readonly by: string
  readonly atMs: number
  /** Id of the verdict that was the first. */
  readonly verdictId: string
  /** The review of the same entry that the verdict was given on; null for that one itself. */
  readonly along: string | null
}

/** A review as the log tells it. */
export interface Review {
  readonly reviewId: string
  readonly turnId: string | null
  readonly entryId: string | null
  readonly tenant: string
  /** unhelpful, sample or shadow. */
  readonly reason: string
  readonly comment: string | null
  readonly openedAtMs: number
  /** Null while it waits. */
  readonly closed: Closed | null
}

export interface ReviewRange {
  /** Only those that wait. */
  readonly open: boolean
  /** Begins behind this review; null: with the first. */
  readonly after: string | null
}

/** A read model of `reviews`, in the order in which they were opened. */
export interface ReviewStore extends ReadModel {
  find(reviewId: string): Review | null
  /** Oldest first; read as it is asked for. */
  range(range: ReviewRange): Iterable<Review>
  /** Reviews of an entry that wait, oldest first. */
  openOf(entryId: string): readonly Review[]
  /** How many wait. */
  open(): number
  /** SHA-256 over all that the log determines: two stores that folded the same log have the same. */
  digest(): string
  close(): Promise<void>
}

/** Raised when a store of an older layout must be folded again. */
const layout = 1

/** Ids are of any length; keys of the store are not. */
const shortId = (id: string): string => hash('sha256', id).slice(0, 32)

/** By the time of opening, then by id. */
const placeOf = ({ openedAtMs, reviewId }: Pick<Review, 'openedAtMs' | 'reviewId'>): string =>
  `${String(openedAtMs).padStart(16, '0')}/${shortId(reviewId)}`

const beyond = '\uffff'

/** Opens the store in `dir`; see openReadModelStore for what outlives a crash. */
export const openReviewStore = async (dir: string, logId: string): Promise<ReviewStore> => {
  const store = await openReadModelStore(dir, { layout, logId }, root => ({
    all: root.openDB<Review, string>('all', {}),
    /** Where a review is, by its id. */
    places: root.openDB<string, string>('places', {}),
    waiting: root.openDB<boolean, string>('waiting', {}),
    /** Those that wait, by their entry. */
    entries: root.openDB<boolean, string>('entries', {}),
  }))
  const { root, tables } = store
  const { all, places, waiting, entries } = tables

  const find = (reviewId: string): Review | null => {
    const place = places.get(shortId(reviewId))
    return (place === undefined ? undefined : all.get(place)) ?? null
  }
  const entryKey = (entryId: string, place: string): string => `${shortId(entryId)}/${place}`

  const open = (event: DomainEvent<'ReviewOpened'>): void => {
    const { reviewId, turnId, entryId, tenant, reason, comment } = event.data
    if (find(reviewId)) return
    const opened = { reviewId, turnId, entryId, tenant, reason, comment, openedAtMs: event.timeMs, closed: null }
    const place = placeOf(opened)
    places.putSync(shortId(reviewId), place)
    all.putSync(place, opened)
    waiting.putSync(place, true)
    if (entryId !== null) entries.putSync(entryKey(entryId, place), true)
  }
  const close = ({ timeMs, cause, id, data }: DomainEvent<'ReviewDecided'>): void => {
    const known = find(data.reviewId)
    if (!known || known.closed) return
    const { verdict, answer, block, reason, by, along } = data
    const place = placeOf(known)
    const closed = { verdict, answer, block, reason, by, along, atMs: timeMs, verdictId: cause ?? id }
    all.putSync(place, { ...known, closed })
    waiting.removeSync(place)
    if (known.entryId !== null) entries.removeSync(entryKey(known.entryId, place))
  }

  return {
    types: ['ReviewOpened', 'ReviewDecided'],
    position: store.position,
    apply: (partition, events, next) =>
      root.transactionSync(() => {
        for (const event of events)
          if (event.type === 'ReviewOpened') open(event)
          else if (event.type === 'ReviewDecided') close(event)
        store.putPosition(partition, next)
      }),
    clear: () => {
      root.transactionSync(() => {
        for (const table of [all, places, waiting, entries]) table.clearSync()
        store.clearPositions()
      })
    },
    find,
    range: function* ({ open: onlyOpen, after }) {
      const known = after === null ? null : find(after)
      const start = known ? { start: placeOf(known), exclusiveStart: true } : {}
      if (!onlyOpen) for (const { value } of all.getRange(start)) yield value
      else for (const place of waiting.getKeys(start)) yield all.get(place)!
    },
    openOf: entryId => {
      const prefix = `${shortId(entryId)}/`
      return [...entries.getKeys({ start: prefix, end: prefix + beyond })].map(
        key => all.get(key.slice(prefix.length))!,
      )
    },
    open: () => waiting.getCount(),
    digest: () => {
      const digest = createHash('sha256')
      for (const { key, value } of all.getRange()) digest.update(JSON.stringify([key, value]))
      for (const table of [waiting, entries]) for (const key of table.getKeys()) digest.update(key)
      return digest.digest('hex')
    },
    close: () => root.close(),
  }
}
