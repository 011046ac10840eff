import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'
import { idOf } from '../../processors/event.ts'
import type { EventIndex, EventLog, Position } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'
import type { VerdictGiven } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import type { Caches } from '../runtime/caches.ts'
import { type Verdict, verdictsOn } from './item.ts'
import type { ReviewQueue } from './queue.ts'
import { foundIn } from './show.ts'
import type { Closed, Review } from './store.ts'

/** What a reviewer says. */
export interface Given {
  readonly verdict: Verdict
  /** With edit, and only there. */
  readonly answer: string | null
  /** With delete: the answer is not learned again either. */
  readonly block: boolean
  readonly reason: string | null
  readonly by: string
}

export const verdictOutcome = z.object({
  review_id: z.string(),
  entry_id: z.string().nullable(),
  verdict: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  closed: z.array(z.string()).describe('The reviews that it closed: all that waited for the same entry.'),
  cached: z.boolean().nullable().describe('Whether the caches have the entry now; null where they cannot say.'),
})

export type VerdictOutcome = z.infer<typeof verdictOutcome>

export interface Verdicts {
  /**
   * Counts when it resolves: what is restored or edited can be found, what is deleted is not. The same verdict given again is
   * answered as it was the first time. Rejects with UNKNOWN_REVIEW, with REVIEW_CLOSED where another verdict was first, with
   * BAD_REQUEST where there is nothing to restore or edit, with UNAVAILABLE where it is on the log but nobody acts on it.
   */
  giveVerdict(reviewId: string, given: Given): Promise<VerdictOutcome>
}

export interface VerdictsOptions {
  readonly log: EventLog & EventIndex
  readonly partitions: number
  readonly facts: Facts
  readonly queue: Pick<ReviewQueue, 'read'>
  readonly views: () => Views
  readonly caches: Pick<Caches, 'reader' | 'caughtUp'>
  /** Event time, ms since 1970. */
  readonly clock: () => number
  /** Monotonic, ms. */
  readonly now: () => number
}

/** How long a verdict may take to act, ms. */
const patienceMs = 10_000

const isSame = (closed: Closed, { verdict, answer, block }: Given): boolean =>
  closed.verdict === verdict && closed.answer === answer && closed.block === block

export const createVerdicts = (options: VerdictsOptions): Verdicts => {
  const { log, partitions, facts, queue, views, caches, clock, now } = options

  const until = async (done: () => boolean | Promise<boolean>, what: string): Promise<void> => {
    for (const deadline = now() + patienceMs; !(await done()); await delay(2))
      if (now() > deadline)
        throw turnstreamError(
          'UNAVAILABLE',
          `the verdict is on the log, but ${what}; give it again to be told when it counts`,
        )
  }
  const passed = async (group: string, at: Position): Promise<boolean> =>
    (await log.progress(group, at)).next > at.offset
  /** Resolves when a processor has taken what lies there, durably. */
  const taken = async (group: string, at: Position): Promise<void> => {
    do {
      await until(() => passed(group, at), `no processor ${group} takes it`)
      await log.synced()
      // What was accepted may have been lost, and is decided again then.
    } while (!(await passed(group, at)))
  }

  const find = (reviewId: string) => queue.read(reader => foundIn(reader, reviewId))

  const outcomeOf = async (
    { reviewId, entryId }: Review,
    closed: Closed,
    ids: readonly string[],
  ): Promise<VerdictOutcome> => ({
    review_id: reviewId,
    entry_id: entryId,
    verdict: closed.verdict,
    by: closed.by,
    at: new Date(closed.atMs).toISOString(),
    closed: [...ids],
    cached: entryId === null ? false : await isCached(entryId),
  })
  const isCached = async (entryId: string): Promise<boolean | null> => {
    try {
      await caches.caughtUp()
      return (await caches.reader.entry(entryId)) !== null
    } catch {
      return null
    }
  }
  const accepted = (review: Review, given: Given): Closed => {
    const { closed } = review
    if (closed && isSame(closed, given)) return closed
    const { verdict, by, atMs } = closed!
    const at = new Date(atMs).toISOString()
    throw turnstreamError('REVIEW_CLOSED', `the review was closed by ${by} at ${at}: ${verdict}`, {
      details: { review_id: review.reviewId, verdict, by, at },
    })
  }

  const append = async (together: readonly Review[], given: Given): Promise<void> => {
    const [first] = together
    const timeMs = clock()
    const { policyEpoch } = views().versions
    const mark = `${timeMs.toString(36)}${Math.trunc(now() * 1000).toString(36)}`
    const records = together.map(review => {
      const { reviewId, turnId, tenant } = review
      const along = review === first ? null : first!.reviewId
      const data: VerdictGiven = { ...given, reviewId, turnId, tenant, policyEpoch, along }
      const subject = turnId ?? reviewId
      return toRecord(
        {
          id: `${reviewId}.verdict.${mark}`,
          type: 'VerdictGiven',
          key: subject,
          timeMs,
          source: 'reviewer',
          subject,
          cause: null,
          data,
        },
        partitions,
      )
    })
    await log.append(records)
  }
  const acted = async ({ entryId }: Review, verdictId: string): Promise<void> => {
    if (entryId === null) return
    const reviewedId = idOf.entryReviewed(verdictId)
    await until(() => log.has(reviewedId), 'what it led to cannot be found yet')
    await taken('restore', log.find(reviewedId)!)
    const restored = log.find(idOf.entryRestored(verdictId))
    if (restored) await taken('admit', restored)
    await caches.caughtUp()
  }

  return {
    giveVerdict: async (reviewId, given) => {
      const { review, together } = await find(reviewId)
      if (review.closed) {
        const closed = accepted(review, given)
        const first = closed.along === null ? review : (await find(closed.along)).review
        if (first.closed && log.has(idOf.entryReviewed(first.closed.verdictId)))
          await acted(first, first.closed.verdictId)
        return outcomeOf(review, closed, [reviewId])
      }
      const possible = verdictsOn(together, facts)
      if (!possible.includes(given.verdict))
        throw turnstreamError(
          'BAD_REQUEST',
          `verdict: the caches never had this answer, so there is nothing to ${given.verdict}; delete closes the review`,
          { details: { fields: [{ field: 'verdict', problem: `must be one of ${possible.join(', ')}` }] } },
        )
      // The oldest review of an entry stands for all: two verdicts on different ones meet there.
      const first = together[0]!
      await append(together, given)
      await until(
        () => queue.read(reader => together.every(each => reader.find(each.reviewId)?.closed)),
        'no processor review takes it',
      )
      const closed = accepted((await find(first.reviewId)).review, given)
      await acted(first, closed.verdictId)
      return outcomeOf(
        review,
        closed,
        together.map(each => each.reviewId),
      )
    },
  }
}
