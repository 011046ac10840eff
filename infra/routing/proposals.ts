import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { findProposal, objection, shipped } from '../../processors/route/routers.ts'
import type { Views } from '../../processors/views.ts'
import type { RouterDecided } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import type { ViewTail } from '../runtime/views.ts'

export interface RouterDecisions {
  /**
   * Counts when it resolves: what this process routes from then on follows it, and the others as soon as they have read it. What stands already is answered as it
   * stands. Rejects with NOT_FOUND, and with CONFLICT where it would not count: what a proposal would replace does not serve, or it was decided otherwise.
   */
  decideRouter(decided: RouterDecided): Promise<void>
}

export interface RouterDecisionsOptions {
  readonly log: Pick<EventLog, 'append'>
  readonly partitions: number
  readonly views: Pick<ViewTail, 'current' | 'at' | 'reached'>
  /** Event time, ms since 1970. */
  readonly clock: () => number
  /** Monotonic, ms. */
  readonly now: () => number
}

const stands = ({ routers }: Views, { proposalId, decision }: RouterDecided): boolean =>
  decision === 'accept'
    ? routers.serving === proposalId
    : findProposal(routers, proposalId)?.decided?.decision === decision

export const createRouterDecisions = (options: RouterDecisionsOptions): RouterDecisions => {
  const { log, partitions, views, clock, now } = options

  const check = ({ routers, configuration }: Views, { proposalId, decision }: RouterDecided): void => {
    if (proposalId !== shipped && !findProposal(routers, proposalId))
      throw turnstreamError(
        'NOT_FOUND',
        `no router was proposed as ${proposalId}; turnstream router proposals lists them`,
      )
    const { router } = configuration.route
    const idle =
      decision === 'accept' && router !== 'features'
        ? `route.router is ${router}: a router of features would decide nothing`
        : null
    const why = objection(routers, proposalId, decision) ?? idle
    if (why !== null)
      throw turnstreamError('CONFLICT', why, { details: { proposal_id: proposalId, serving: routers.serving } })
  }

  return {
    decideRouter: async decided => {
      const { proposalId, decision } = decided
      check(views.current(), decided)
      if (stands(views.current(), decided)) return
      const timeMs = clock()
      const mark = `${timeMs.toString(36)}${Math.trunc(now() * 1000).toString(36)}`
      const event: DomainEvent<'RouterDecided'> = {
        id: `router.${proposalId}.${decision}.${mark}`,
        type: 'RouterDecided',
        key: 'router',
        timeMs,
        source: 'router',
        subject: proposalId,
        cause: null,
        data: decided,
      }
      const [position] = await log.append([toRecord(event, partitions)])
      const controlVersion = Number(position!.offset)
      await views.reached('control', controlVersion)
      // Another decision may have been on the log first.
      const then = views.at({ ...views.current().versions, controlVersion })
      if (!stands(then, decided)) check(then, decided)
    },
  }
}
