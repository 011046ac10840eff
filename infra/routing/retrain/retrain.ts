import { hash } from 'node:crypto'
import { turnstreamError } from '../../../processors/errors.ts'
import { weightsInForce } from '../../../processors/route/routers.ts'
import { featureRouter } from '../../../processors/route/score.ts'
import type { Views } from '../../../processors/views.ts'
import type { RouterFigures, RouterProposed } from '../../../schemas/types.ts'
import type { Examples } from './examples.ts'
import { figuresOf, isBetter } from './figures.ts'
import { fitWeights } from './fit.ts'

/** Fewer judged turns leave too few to learn from, and too few to be measured by. */
export const leastJudged = 80

/** The last judged turns, by time: what is proposed shall be better on what is asked now. */
const heldOutShare = 0.25

/** Of turns, how many went the wrong way. */
export const wrongWay = ({ tooLow, tooHigh }: Pick<RouterFigures, 'tooLow' | 'tooHigh'>): number => tooLow + tooHigh

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Throws USAGE for a router that is not made of what the log has. */
export const checkKind = ({ configuration: { route } }: Pick<Views, 'configuration'>): void => {
  if (route.router === featureRouter.name) return
  const why =
    route.router === 'classifier'
      ? 'it is a model that is asked, so there is nothing to train; another pool or another router may do better'
      : 'it keeps the vector of every turn that it was trained on, which is more than an event holds; train it on rows of your own with npm run router, and name the file in route.model'
  throw turnstreamError('USAGE', `the router in use is ${route.router}: ${why}`)
}

/**
 * A router of features, learned from what the log says of routes that happened, to replace the one in force, whose weights it begins with: those of the
 * release were set by hand, so there are no turns of theirs to learn from again. Measured on judged turns that it has not seen. The same log gives the same
 * proposal. Throws USAGE as checkKind, CHECK_FAILED where too few turns were judged or it is no better.
 */
export const proposalFrom = ({ judged, unhelpful, madeOf }: Examples, views: Views): RouterProposed => {
  checkKind(views)
  if (judged.length < leastJudged)
    throw turnstreamError(
      'CHECK_FAILED',
      `${judged.length} turns were judged, and it takes ${leastJudged}: route.drift.pool names the model that judges, and route.drift.share how many`,
      { details: { judged: judged.length, least: leastJudged } },
    )
  const cut = Math.round(judged.length * (1 - heldOutShare))
  const [known, heldOut] = [judged.slice(0, cut), judged.slice(cut)]
  const heldOutFromMs = heldOut[0]!.timeMs
  const marked = unhelpful.filter(({ timeMs }) => timeMs < heldOutFromMs)
  const base = weightsInForce(views.routers)
  const { intercept, weights } = fitWeights(base, [...known, ...marked], views.configuration.route)
  const before = figuresOf(base, heldOut, views)
  const after = figuresOf({ intercept, weights }, heldOut, views)
  if (!isBetter(base, { intercept, weights }, heldOut, views))
    throw turnstreamError(
      'CHECK_FAILED',
      `nothing is proposed: of ${heldOut.length} judged turns held out, ${percent(wrongWay(before))} go the wrong way by the router in force, and ${percent(wrongWay(after))} by what was learned from ${known.length} others, which chance may have done`,
      { details: { before, after } },
    )
  const content: Omit<RouterProposed, 'proposalId'> = {
    kind: featureRouter.name,
    base: views.routers.serving,
    intercept,
    weights: weights.map(each => ({ ...each })),
    judged: known.length,
    unhelpful: marked.length,
    heldOut: heldOut.length,
    heldOutFromMs,
    before,
    after,
    madeOf: [...madeOf],
  }
  return { proposalId: hash('sha256', JSON.stringify(content)).slice(0, 12), ...content }
}
