import type { RouterDecided, RouterProposed } from '../../schemas/types.ts'
import { featureRouter, shippedWeights, type Weights } from './score.ts'

/** The router of the release, where a proposal is named. */
export const shipped = 'shipped'

export interface ProposedRouter extends RouterProposed {
  /** Event time, ms since 1970. */
  readonly atMs: number
  /** What was last decided; null while nobody has. */
  readonly decided: (Omit<RouterDecided, 'proposalId'> & { readonly atMs: number }) | null
}

/** Routers of features: what was proposed, oldest first, and which one routes. */
export interface Routers {
  /** The proposal in force, or `shipped`. */
  readonly serving: string
  readonly proposals: readonly ProposedRouter[]
}

export const initialRouters: Routers = { serving: shipped, proposals: [] }

export const findProposal = ({ proposals }: Routers, proposalId: string): ProposedRouter | undefined =>
  proposals.find(each => each.proposalId === proposalId)

/** outdated: what it would replace does not serve any more. replaced: it served, and another one was accepted since. */
export type Standing = 'open' | 'serving' | 'replaced' | 'rejected' | 'outdated'

export const standingOf = ({ proposalId, base, decided }: ProposedRouter, { serving }: Routers): Standing => {
  if (serving === proposalId) return 'serving'
  if (decided?.decision === 'reject') return 'rejected'
  if (decided) return 'replaced'
  return base === serving ? 'open' : 'outdated'
}

/**
 * Why a decision would not count, in words for the one who decides; null where it would. What is decided again as it stands counts. The
 * proposal is known, or `shipped`.
 */
export const objection = (routers: Routers, proposalId: string, decision: string): string | null => {
  const { serving } = routers
  const known = findProposal(routers, proposalId)
  if (decision === 'accept') {
    if (!known || serving === proposalId) return null
    if (known.decided?.decision === 'reject') return `proposal ${proposalId} was rejected by ${known.decided.by}`
    if (known.base === serving) return null
    return `proposal ${proposalId} would replace ${known.base}, but ${serving} serves by now: retrain, or accept ${known.base} first`
  }
  if (!known) return 'the router of the release cannot be rejected'
  if (known.decided?.decision === 'accept')
    return `proposal ${proposalId} was accepted by ${known.decided.by}: accept ${shipped} or another one to replace it`
  return null
}

const isUsable = ({ kind, intercept, weights }: RouterProposed): boolean =>
  kind === featureRouter.name &&
  Number.isFinite(intercept) &&
  weights.every(({ from, full, weight }) => Number.isFinite(from) && full > 0 && Number.isFinite(weight))

/** The same proposal again changes nothing, nor does one of a kind that this release does not know. */
export const afterProposal = (routers: Routers, proposed: RouterProposed, atMs: number): Routers => {
  const { proposalId } = proposed
  if (proposalId === shipped || findProposal(routers, proposalId) || !isUsable(proposed)) return routers
  return { ...routers, proposals: [...routers.proposals, { ...proposed, atMs, decided: null }] }
}

/**
 * A decision counts by what is before it in the log, whoever wrote it and whatever they had read: of two that were made at once the first
 * counts, and a second acceptance replaces the first only where it was made of it.
 */
export const afterDecision = (routers: Routers, { proposalId, ...decided }: RouterDecided, atMs: number): Routers => {
  const { decision } = decided
  const isKnown = proposalId === shipped || findProposal(routers, proposalId) !== undefined
  if (!isKnown || !['accept', 'reject'].includes(decision) || objection(routers, proposalId, decision)) return routers
  return {
    serving: decision === 'accept' ? proposalId : routers.serving,
    proposals: routers.proposals.map(each =>
      each.proposalId === proposalId ? { ...each, decided: { ...decided, atMs } } : each,
    ),
  }
}

/** As routes name it: `features`, or `features:ce56b91edd7e` where a proposal serves. */
export const nameInForce = ({ serving }: Routers): string =>
  serving === shipped ? featureRouter.name : `${featureRouter.name}:${serving}`

/** Whether a route was decided by features, so that the views say how. */
export const isOfFeatures = (name: string): boolean =>
  name === featureRouter.name || name.startsWith(`${featureRouter.name}:`)

export const weightsInForce = (routers: Routers): Weights => findProposal(routers, routers.serving) ?? shippedWeights
