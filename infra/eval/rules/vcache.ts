import { chanceOf } from '../chance.ts'
import { normalDistribution } from './normal.ts'
import { type Entry, type NamedRule, percent } from './rule.ts'
import { fitSigmoid, rightAt, type Seen, type Sigmoid } from './sigmoid.ts'

export interface VerifiedOptions {
  /** The share of requests that may be answered wrongly from the cache, in (0, 1). */
  readonly delta: number
  /** Stores every answer of the model; else, as published, only one that differs from the nearest entry's. */
  readonly storesEach?: boolean
}

/** An entry is known to be right at its own question and wrong at its opposite; these count as observations. */
const anchors: readonly Seen[] = [
  { similarity: 0, isRight: false },
  { similarity: 1, isRight: true },
]

/** An entry of which less is known, anchors included, is not served. */
export const leastObservations = 6

/** The bands over which the bound is taken: normal quantiles z, with the probability that the threshold lies above. */
const bands = Array.from({ length: 191 }, (_, n) => {
  const z = (n - 95) / 20
  return { z, epsilon: normalDistribution(-z) }
})

/**
 * The probability with which the model is called, so that an answer from the cache is wrong with probability delta at most: the minimum over
 * epsilon in (0, 1) of 1 - delta / (1 - a), a = (1 - epsilon) · L(s, t', steepness), where t' is what the threshold exceeds with
 * probability epsilon (Schroeder et al., vCache, arXiv 2502.03771). 0 where even always serving is within the bound.
 */
export const exploration = (similarity: number, curve: Sigmoid, delta: number): number => {
  const deviation = Math.sqrt(curve.variance)
  let surest = 0
  for (const { z, epsilon } of bands) {
    const threshold = Math.min(1, Math.max(0, curve.threshold + z * deviation))
    surest = Math.max(surest, (1 - epsilon) * rightAt(similarity, threshold, curve.steepness))
  }
  return Math.max(0, 1 - delta / (1 - surest))
}

/** What is known of an entry, and the curve that was fitted to it; undefined until somebody asks. */
interface Known {
  readonly seen: Seen[]
  curve: Sigmoid | null | undefined
}

/**
 * Verified semantic caching. Each entry has a curve of its own, fitted to how similar those questions were that met it and whether its
 * answer was right for them. The nearest entry is served, or the model called and the entry observed, by a draw. Whether the answers
 * agree says the truth of the evaluation, as the groups of their benchmarks do; the draw is a hash of the question.
 */
export const verified = ({ delta, storesEach = false }: VerifiedOptions): NamedRule => ({
  name: `vCache ${percent(delta)}${storesEach ? ', stores each miss' : ''}`,
  open: ({ truth }) => {
    const entries = new Map<Entry, Known>()
    const probability = (entry: Entry, similarity: number): number => {
      const known = entries.get(entry)!
      if (known.seen.length < leastObservations) return 1
      if (known.curve === undefined) known.curve = fitSigmoid(known.seen)
      return known.curve === null ? 1 : exploration(similarity, known.curve, delta)
    }
    return {
      judge: (question, [nearest]) => {
        if (nearest === undefined) return null
        const { entry, similarity } = nearest
        return chanceOf('explore', question) < probability(entry, similarity) ? null : entry
      },
      learn: (missed, [nearest]) => {
        const isRight = nearest !== undefined && truth.isSame(missed.answer, nearest.entry.answer)
        if (nearest !== undefined) {
          const known = entries.get(nearest.entry)!
          known.seen.push({ similarity: nearest.similarity, isRight })
          known.curve = undefined
        }
        const stores = storesEach || !isRight
        if (stores) entries.set(missed, { seen: [...anchors], curve: undefined })
        return stores
      },
    }
  },
})
