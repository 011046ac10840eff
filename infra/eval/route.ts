import { countTokens } from '../../processors/compress/tokens.ts'
import { type Configuration, type DeciderConfiguration, deciderPart } from '../../processors/configuration.ts'
import { enrichText } from '../../processors/enrich/enrich.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { featuresOf } from '../../processors/route/features.ts'
import { learnedGain } from '../../processors/route/learned.ts'
import { neighboursGain } from '../../processors/route/neighbours.ts'
import { featureRouter } from '../../processors/route/score.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { embedRows } from '../routing/embedded.ts'
import { checkEnough, foldsOf, gainOf, type Outcome } from '../routing/outcome.ts'
import { trainLearned } from '../routing/train-learned.ts'
import { trainNeighbours } from '../routing/train-neighbours.ts'
import type { Interval } from './interval.ts'
import { type CurvePoint, curveOf, intervalOf, type Merit, merit, rankingOf, resampled } from './routing-curve.ts'
import { type RouteRow, sampled } from './rows.ts'

export const evaluatedRouters = ['learned', 'neighbours', 'features'] as const
export type EvaluatedRouter = (typeof evaluatedRouters)[number]

export interface RouteEvaluationOptions {
  readonly rows: readonly RouteRow[]
  readonly configuration: Configuration
  /** The one whose curve is given; `learned` by default. */
  readonly router?: EvaluatedRouter | undefined
  readonly limit?: number | undefined
  /** Of the shuffle, the folds and the resamples; 0 by default. */
  readonly seed?: number | undefined
  /** The configured MiniLM by default. */
  readonly embedding?: EmbeddingModel
  readonly onProgress?: (done: number, total: number) => void
}

export interface RouterMerit extends Merit {
  /** 95 % bootstrap intervals; those of random and oracle are none of a router. */
  readonly ci95: { readonly strongShareAt95: Interval; readonly apgr: Interval }
  /** Its figure less that of the neighbours, with the interval over the same resamples. */
  readonly lessNeighbours: Readonly<Record<keyof Merit, { readonly difference: number; readonly ci95: Interval }>>
}

/** A router's figures beside those of the neighbours, each on all rows and on resamples. */
const routerMerit = (
  own: Merit,
  ownSamples: readonly Merit[],
  nearest: Merit,
  nearestSamples: readonly Merit[],
): RouterMerit => {
  const interval = (figure: keyof Merit): Interval => intervalOf(ownSamples, merits => merits[figure])
  const less = (figure: keyof Merit) => ({
    difference: own[figure] - nearest[figure],
    ci95: intervalOf(ownSamples, (merits, n) => merits[figure] - nearestSamples[n]![figure]),
  })
  return {
    ...own,
    ci95: { strongShareAt95: interval('strongShareAt95'), apgr: interval('apgr') },
    lessNeighbours: { strongShareAt95: less('strongShareAt95'), apgr: less('apgr') },
  }
}

/** The document that `eval route --json` prints. Shares are in [0, 1]. */
export interface RouteEvaluation extends Merit {
  readonly rows: number
  readonly folds: number
  readonly router: EvaluatedRouter
  readonly weakAccuracy: number
  readonly strongAccuracy: number
  readonly ci95: RouterMerit['ci95']
  /** Of `router`, in steps of 5 %. */
  readonly curve: readonly CurvePoint[]
  /** Of `router`: from the text and its vector to the score. The vector is not part of it: a turn has one before it is routed. */
  readonly msPerTurn: number
  /** Of the embedding model, one text after another. */
  readonly embeddingMsPerTurn: number
  /** Every router on the same folds; random by chance alone, the oracle with the outcomes in view. */
  readonly routers: Readonly<Record<EvaluatedRouter | 'random' | 'oracle', RouterMerit>>
}

/** A trained router: the higher the number, the sooner a turn goes to the strong model. */
type Scorer = (outcome: Outcome) => number

const vectorOf = ({ vector }: Outcome): Float32Array | null => (vector.some(value => value !== 0) ? vector : null)

/** What the features router would say of a turn that stands alone. */
const featureScorer =
  (configuration: DeciderConfiguration): Scorer =>
  ({ text }) => {
    const turn = { message: text, scene: null, history: [], solo: true }
    const { slots, standsAlone } = enrichText(turn, configuration, '')
    const tokensAfter = countTokens(text)
    const features = featuresOf({ pending: { message: text, slots, standsAlone }, tokensAfter, historyTurns: 0 })
    return featureRouter.score({ features }, configuration.route).score
  }

const trainers = (
  configuration: DeciderConfiguration,
  seed: number,
): Readonly<Record<EvaluatedRouter, (outcomes: readonly Outcome[]) => Scorer>> => ({
  learned: outcomes => {
    const gain = learnedGain(trainLearned(outcomes, seed).model)
    return outcome => gain({ text: outcome.text, vector: vectorOf(outcome) }).gain
  },
  neighbours: outcomes => {
    const gain = neighboursGain(trainNeighbours(outcomes).model)
    return outcome => gain({ text: outcome.text, vector: vectorOf(outcome) }).gain
  },
  features: () => featureScorer(configuration),
})

interface OutOfFold {
  readonly scores: readonly number[]
  readonly msPerTurn: number
}

/** Scores every turn by what was trained on the other folds alone. */
const outOfFold = (
  outcomes: readonly Outcome[],
  folds: readonly number[],
  train: (outcomes: readonly Outcome[]) => Scorer,
  onFold: () => void,
): OutOfFold => {
  const scores = outcomes.map(() => 0)
  let ms = 0
  for (const fold of new Set(folds)) {
    const score = train(outcomes.filter((_, n) => folds[n] !== fold))
    const start = performance.now()
    for (const [n, outcome] of outcomes.entries()) if (folds[n] === fold) scores[n] = score(outcome)
    ms += performance.now() - start
    onFold()
  }
  return { scores, msPerTurn: ms / outcomes.length }
}

const folds = 5

/** So many texts, one after another, say how long the embedding model takes. */
const timed = 50

const share = (rows: readonly RouteRow[], model: 'weak' | 'strong'): number =>
  rows.filter(row => row[model]).length / rows.length

/**
 * Judges routers by rows whose outcome is known for both models. The rows are parted into folds by seed; each is scored by a router that
 * was trained on the other folds, whatever it chooses chosen there, and all scores together make one ranking. Deterministic, times aside.
 * Throws USAGE for fewer than 20 different texts.
 */
export const evaluateRouting = async (options: RouteEvaluationOptions): Promise<RouteEvaluation> => {
  const { router = 'learned', seed = 0, onProgress = () => {} } = options
  const rows = sampled(options.rows, options.limit, options.seed)
  checkEnough(rows)
  const configuration = deciderPart(options.configuration)
  const total = rows.length + evaluatedRouters.length * folds
  const embedding = options.embedding ?? (await openMiniLm({ ...options.configuration.embedding, cacheEntries: 0 }))
  const { outcomes, embeddingMsPerTurn } = await (async () => {
    try {
      const embedded = await embedRows(rows, embedding, done => onProgress(done, total))
      const start = performance.now()
      for (const { text } of rows.slice(0, timed)) await embedding.embed([text])
      return { outcomes: embedded, embeddingMsPerTurn: (performance.now() - start) / Math.min(timed, rows.length) }
    } finally {
      if (!options.embedding) await embedding.close()
    }
  })()
  const foldOf = foldsOf(rows, folds, seed)
  let done = rows.length
  const train = trainers(configuration, seed)
  const judged = Object.fromEntries(
    evaluatedRouters.map(name => [name, outOfFold(outcomes, foldOf, train[name], () => onProgress(++done, total))]),
  ) as Record<EvaluatedRouter, OutOfFold>
  const names = [...evaluatedRouters, 'random', 'oracle'] as const
  const rankings = [
    ...evaluatedRouters.map(name => rankingOf(judged[name].scores)),
    rankingOf(rows.map(() => 0)),
    rankingOf(rows.map(gainOf)),
  ]
  const samples = resampled(rows, rankings, seed)
  const nearest = names.indexOf('neighbours')
  const merits = rankings.map(ranking => merit(rows, ranking))
  const routers = Object.fromEntries(
    names.map((name, at) => [name, routerMerit(merits[at]!, samples[at]!, merits[nearest]!, samples[nearest]!)]),
  ) as RouteEvaluation['routers']
  const { strongShareAt95, apgr, ci95 } = routers[router]
  return {
    rows: rows.length,
    folds,
    router,
    weakAccuracy: share(rows, 'weak'),
    strongAccuracy: share(rows, 'strong'),
    strongShareAt95,
    apgr,
    ci95,
    curve: curveOf(rows, rankings[names.indexOf(router)]!),
    msPerTurn: judged[router].msPerTurn,
    embeddingMsPerTurn,
    routers,
  }
}
