import { type DomainEvent, idOf, isType } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { isJudgement, isMisrouted, judgedTurnOf, verdictIn } from './judgement.ts'

interface Judged {
  readonly route: DomainEvent<'TurnRouted'>
  readonly answered: DomainEvent<'TurnAnswered'>
  readonly scheduled: DomainEvent<'JudgementScheduled'>
}

/** Null where the answer is to no judgement, or the turn that it is about is gone. */
const judgedBy = (input: DomainEvent, facts: Facts): Judged | null => {
  if (!isType(input, 'TurnAnswered') || !isJudgement(input.data.turnId)) return null
  const turnId = judgedTurnOf(input.data.turnId)
  const route = facts.find('TurnRouted', idOf.route(turnId))
  const answered = facts.find('TurnAnswered', idOf.answered(turnId))
  const scheduled = facts.find('JudgementScheduled', `${input.data.turnId}.scheduled`)
  return route && answered && scheduled ? { route, answered, scheduled } : null
}

/** Writes down what a model has said of a route. */
export const judgeRoute = decider<null, Judged | null>({
  name: 'judge-route',
  inputs: ['chat.answers'],
  reactsTo: ['TurnAnswered'],
  outputs: ['feedback.events'],
  journal: [],
  patient: () => true,
  initialState: () => null,
  evolve: state => state,
  gather: judgedBy,
  recall: (_outputs, input, facts) => judgedBy(input, facts),
  decide: (_state, input, judged, views) => {
    if (!judged || !isType(input, 'TurnAnswered')) return []
    const { turnId, tenant, scene, tier } = judged.answered.data
    if (tier === null) return []
    // The help centre has no opinion.
    const verdict = input.data.source === 'model' ? verdictIn(input.data.text) : 'unknown'
    const event: DomainEvent<'RouteJudged'> = {
      id: `${input.subject}.judged`,
      type: 'RouteJudged',
      key: tier,
      timeMs: input.timeMs,
      source: 'judge-route',
      subject: turnId,
      cause: input.id,
      data: {
        ...{ turnId, tenant, scene, tier, verdict },
        router: judged.route.data.router,
        misrouted: isMisrouted(tier, verdict),
        model: input.data.model,
        propensity: judged.scheduled.data.propensity,
        views: views.versions,
      },
    }
    return [event]
  },
})
