import { setTimeout as delay } from 'node:timers/promises'
import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import type { EventIndex, EventLog, StoredRecord } from '../../processors/ports/log.ts'
import type { Views } from '../../processors/views.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'
import type { ReviewQueue } from '../review/queue.ts'
import type { Verdicts } from '../review/verdicts.ts'
import type { Caches } from '../runtime/caches.ts'
import { pagesOf } from '../runtime/pages.ts'
import { serially } from '../runtime/serially.ts'
import { ownersIn } from './seal.ts'
import type { Vault } from './vault.ts'

export interface Erased {
  readonly user: string
  readonly tenant: string
  /** Turns that can never be read again. */
  readonly turns: number
  /** Entries that the caches have let go of. */
  readonly entries: number
  /** Reviews that were closed. */
  readonly reviews: number
  /** Turns that were recorded before `privacy.shred` was on: they can be read as before. */
  readonly unsealed: number
  readonly durationMs: number
}

export interface Erasure {
  /**
   * Destroys the key of a user, and resolves when nothing that it had sealed is left anywhere in the clear: caches and queue of reviews have been
   * made anew without it. Rejects with CONFLICT where nothing is sealed, UNKNOWN_USER, UNAVAILABLE where a server of a cache does not answer:
   * then the key is destroyed, and the rest is done with the next call or the next start.
   */
  erase(tenant: string, user: string): Promise<Erased>
  /** Ends what was begun before a crash. */
  resume(): Promise<void>
}

/** The log below, where records lie as they are sealed, and the keys. */
export interface Sealed {
  readonly vault: Vault
  readonly below: EventLog & EventIndex
  /** Whether what is appended is sealed. */
  readonly seals: boolean
}

export interface ErasureOptions {
  readonly log: EventLog & EventIndex & { readonly sealed?: Sealed }
  readonly partitions: number
  readonly views: () => Views
  readonly caches: Pick<Caches, 'caughtUp' | 'rebuild'>
  readonly reviews: Pick<ReviewQueue, 'read' | 'rebuild'>
  readonly verdicts: Verdicts
  /** Forgets what other servers hold beside the caches, of these turns. */
  readonly forget: (turns: ReadonlySet<string>) => Promise<void>
  /** Event time, ms since 1970. */
  readonly clock: () => number
}

/** How long turns that are being answered may take to come to their end, ms. */
const patienceMs = 10_000
const lookMs = 10

/** What keeps entries: what these have not taken yet may still become one. */
const learning = [
  ['learn', 'chat.answers'],
  ['admit', 'cache.entries'],
] as const

type Ids = readonly string[]

const belongsTo = (record: StoredRecord, ids: Ids): boolean => ownersIn(record).some(id => ids.includes(id))

export const createErasure = (options: ErasureOptions): Erasure => {
  const { log, partitions, views, caches, reviews, verdicts, forget, clock } = options
  const numbers = Array.from({ length: partitions }, (_, partition) => partition)

  const waitFor = async (done: () => boolean | Promise<boolean>): Promise<void> => {
    for (const until = performance.now() + patienceMs; performance.now() < until; await delay(lookMs))
      if (await done()) return
  }

  const turnsOf = async ({ below }: Sealed, ids: Ids): Promise<Set<string>> => {
    const turns = new Set<string>()
    for (const partition of numbers)
      for await (const records of pagesOf(below, { topic: 'chat.turns', partition }))
        for (const record of records) if (belongsTo(record, ids)) turns.add(record.headers.ce_id!)
    return turns
  }

  const unsealedOf = async ({ below }: Sealed, tenant: string, user: string): Promise<number> => {
    let count = 0
    const isTheirs = (event: DomainEvent): boolean =>
      event.type === 'TurnReceived' && event.data.tenant === tenant && event.data.userId === user
    for (const partition of numbers)
      for await (const records of pagesOf(below, { topic: 'chat.turns', partition }))
        for (const record of records) {
          if (ownersIn(record).length > 0) continue
          try {
            if (isTheirs(fromRecord(record))) count++
          } catch {
            // What does not decode names nobody; dead.letters has it.
          }
        }
    return count
  }

  /** Entries that the owner of these keys has asked for, each with whether the newest that was stored of it is theirs and in the caches. */
  const entriesOf = async ({ below }: Sealed, ids: Ids): Promise<Map<string, boolean>> => {
    const entries = new Map<string, boolean>()
    for (const partition of numbers)
      for await (const records of pagesOf(below, { topic: 'cache.entries', partition }))
        for (const record of records) {
          const type = record.headers.ce_type
          const entryId = Buffer.from(record.key ?? '').toString()
          const theirs = belongsTo(record, ids)
          if (type === 'turnstream.EntryStored' && (theirs || entries.has(entryId))) entries.set(entryId, theirs)
          else if (theirs && !entries.has(entryId)) entries.set(entryId, false)
          else if (type === 'turnstream.EntryInvalidated' && entries.has(entryId)) entries.set(entryId, false)
        }
    return entries
  }

  const invalidate = async (entries: readonly string[], id: string): Promise<void> => {
    const timeMs = clock()
    const { versions } = views()
    const events = entries.map(
      (entryId): DomainEvent<'EntryInvalidated'> => ({
        id: `${entryId}.erased.${id}.${timeMs.toString(36)}`,
        type: 'EntryInvalidated',
        key: entryId,
        timeMs,
        source: 'erase',
        subject: entryId,
        cause: null,
        data: { entryId, reason: 'erased', by: id, policyEpoch: versions.policyEpoch, review: false, views: versions },
      }),
    )
    if (events.length > 0) await log.append(events.map(event => toRecord(event, partitions)))
  }

  /** Resolves when whatever was answered at the call is learned, or not. */
  const learned = async (): Promise<void> => {
    for (const [group, topic] of learning) {
      const ends = await Promise.all(numbers.map(partition => log.end({ topic, partition })))
      const passed = async (partition: number): Promise<boolean> =>
        (await log.progress(group, { topic, partition })).next >= ends[partition]!
      await waitFor(async () => !(await Promise.all(numbers.map(passed))).includes(false))
    }
    await log.synced()
  }

  const takeOut = async (sealed: Sealed, ids: Ids): Promise<number> => {
    let taken = 0
    for (;;) {
      await learned()
      const live = [...(await entriesOf(sealed, ids))].flatMap(([entryId, isLive]) => (isLive ? [entryId] : []))
      if (live.length === 0) return taken
      await invalidate(live, ids[0]!)
      taken += live.length
    }
  }

  const closeReviews = async (turns: ReadonlySet<string>, entries: ReadonlyMap<string, boolean>): Promise<number> => {
    const open = await reviews.read(reader =>
      [...reader.range({ open: true, after: null })].filter(
        ({ turnId, entryId }) => (turnId !== null && turns.has(turnId)) || (entryId !== null && entries.has(entryId)),
      ),
    )
    for (const { reviewId } of open)
      await verdicts.giveVerdict(reviewId, { verdict: 'delete', answer: null, block: false, reason: null, by: 'erase' })
    return open.length
  }

  /** What is left once the key is gone: copies of texts in read models. */
  const expunge = async (sealed: Sealed, ids: Ids, turns: ReadonlySet<string>): Promise<number> => {
    const taken = await takeOut(sealed, ids)
    await caches.caughtUp()
    await caches.rebuild('all')
    await reviews.rebuild()
    await forget(turns).catch((cause: unknown) => {
      throw turnstreamError(
        'UNAVAILABLE',
        'the key is destroyed, but another server keeps what it holds: the next erase, or the next start, tries again',
        { cause },
      )
    })
    for (const id of ids) sealed.vault.finish(id)
    return taken
  }

  /** Ends what was begun before. */
  const finish = async (sealed: Sealed): Promise<void> => {
    const ids = sealed.vault.unfinished()
    if (ids.length > 0) await expunge(sealed, ids, await turnsOf(sealed, ids))
  }

  /** One after the other: what one finds under way, the other would miss. */
  const inTurn = serially()

  const eraseNow = async (tenant: string, user: string): Promise<Erased> => {
    const started = performance.now()
    const { sealed } = log
    if (!sealed?.seals)
      throw turnstreamError(
        'CONFLICT',
        'privacy.shred is off, so texts lie on the log as they are, and no key can be destroyed: to erase somebody, delete the data directory, or let retention drop the topics',
      )
    const { vault } = sealed
    await finish(sealed)
    const ids = vault.find({ kind: 'user', tenant, name: user })
    const unsealed = await unsealedOf(sealed, tenant, user)
    if (ids.length === 0) throw unknown(tenant, user, unsealed)
    // 1. Whatever they ask from now on has a key of its own.
    for (const id of ids) vault.retire(id)
    // 2. What is being answered comes to its end, and is learned, or not.
    await waitFor(async () => [...(await turnsOf(sealed, ids))].every(turn => log.has(idOf.answered(turn))))
    const before = await takeOut(sealed, ids)
    const turns = await turnsOf(sealed, ids)
    const reviews = await closeReviews(turns, await entriesOf(sealed, ids))
    // 3. From here on it cannot be undone, and a crash does not end it.
    for (const id of ids) vault.destroy(id)
    const entries = before + (await expunge(sealed, ids, turns))
    return { user, tenant, turns: turns.size, entries, reviews, unsealed, durationMs: performance.now() - started }
  }

  return {
    erase: (tenant, user) => inTurn(() => eraseNow(tenant, user)),
    resume: () =>
      inTurn(async () => {
        const { sealed } = log
        if (sealed?.seals) await finish(sealed)
      }),
  }
}

const unknown = (tenant: string, user: string, unsealed: number): Error =>
  turnstreamError(
    'UNKNOWN_USER',
    unsealed === 0
      ? `no turn of the user ${JSON.stringify(user)} of tenant ${tenant} is on the log, or all of theirs are erased`
      : `${unsealed} turns of the user ${JSON.stringify(user)} of tenant ${tenant} were recorded before privacy.shred was on, and none since: they lie on the log as they are, and no key can be destroyed`,
    { details: { user, tenant, unsealed } },
  )
