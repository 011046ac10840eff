import type { Candidate, Enrichment, Offer, Resolution, TurnReceived } from '../../schemas/types.ts'
import { countTokens } from '../compress/tokens.ts'
import type { CacheReader } from '../ports/cache.ts'
import { groupOf } from '../resolve/evidence.ts'
import { details, slots } from '../resolve/guards/slots.ts'
import { isSharedWith, unfitnessOf } from '../resolve/standing.ts'
import type { Views } from '../views.ts'
import { isInForce } from './in-force.ts'
import { hasLabel } from './label.ts'

/** A missed turn, and what the caches found for it. */
export interface Missed {
  readonly turn: TurnReceived
  readonly enrichment: Enrichment
  readonly resolution: Resolution
}

/** Whether answers are offered for a turn: where what the model says may be learned, and may be another's. */
export const mayChoose = ({ turn, resolution }: Missed, { configuration, versions }: Views): boolean =>
  configuration.cache.canonical.enabled &&
  resolution.outcome === 'none' &&
  resolution.reason !== 'bypass' &&
  resolution.candidates.length > 0 &&
  turn.tools === null &&
  turn.responseFormat === null &&
  turn.history.length === 0 &&
  // A label that the customer wrote might come back as one.
  !hasLabel(turn.message) &&
  // A turn received after a policy change is offered nothing under tables from before it.
  versions.policyEpoch >= resolution.views.policyEpoch

/**
 * The entries whose answers may be offered, the nearest of each answer, nearest first: fit and shared as for a hit, near enough, and
 * about no details or the same, for the answer may depend on those. The other guards are not asked: whether the answer fits is what the
 * model is to judge.
 */
const offerable = (missed: Missed, views: Views, nowMs: number): readonly Candidate[] => {
  const { turn, enrichment, resolution } = missed
  const { identity, exactKey, candidates } = resolution
  const least = Math.max(views.configuration.cache.canonical.similarity, turn.minSimilarity ?? 0)
  const asked = { turn, enrichment, identity, exactKey }
  const fit = candidates.filter(candidate => unfitnessOf(candidate, asked, views, nowMs) === null)
  const allowed = fit.filter(
    candidate =>
      candidate.similarity >= least &&
      isSharedWith(turn, candidate, fit) &&
      (details(candidate.slots).length === 0 || slots.judge(enrichment, candidate) === null),
  )
  return [...Map.groupBy(allowed, groupOf).values()].map(([nearest]) => nearest!)
}

/**
 * The answers that the model of a missed turn that `mayChoose` is offered, at an instant: those of the nearest entries, of each group one. What has left the
 * caches meanwhile, is too long or spells a label itself is not among them.
 */
export const selectOffers = async (
  cache: Pick<CacheReader, 'answer'>,
  missed: Missed,
  views: Views,
  nowMs: number,
): Promise<readonly Offer[]> => {
  const { offered, maxTokens } = views.configuration.cache.canonical
  const entries = offerable(missed, views, nowMs)
  const answers = await Promise.all(entries.map(entry => cache.answer(entry)))
  const offers = entries.flatMap((entry, at): Offer[] => {
    const { text, sources } = answers[at] ?? { text: '', sources: [] }
    const { entryId, answerHash, similarity } = entry
    const isOffered =
      text !== '' && !hasLabel(text) && countTokens(text) <= maxTokens && isInForce(entry, text, views, nowMs)
    return isOffered ? [{ entryId, answerHash, similarity, text, sources }] : []
  })
  return [...new Map(offers.toReversed().map(offer => [offer.answerHash, offer])).values()]
    .toReversed()
    .slice(0, offered)
}
