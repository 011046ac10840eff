import { drawnFor } from '../draw.ts'
import { type DomainEvent, isType } from '../event.ts'
import { decider } from '../processor.ts'
import { purposeOf } from '../purpose.ts'
import { judgementIdOf } from './judgement.ts'

const tiers: ReadonlySet<string | null> = new Set(['small', 'medium', 'large'])

/** Has some turns that a model has answered judged, chosen by hash, so that replay chooses the same. The customer has long had the answer. */
export const scheduleJudgement = decider<null, null>({
  name: 'schedule-judgement',
  inputs: ['chat.answers'],
  reactsTo: ['TurnAnswered'],
  outputs: ['tasks'],
  journal: [],
  patient: () => true,
  initialState: () => null,
  evolve: state => state,
  gather: () => null,
  recall: () => null,
  decide: (_state, input, _gathered, { configuration }) => {
    if (!isType(input, 'TurnAnswered')) return []
    const { turnId, source, tier, degraded } = input.data
    const { pool, share } = configuration.route.drift
    if (pool === '' || source !== 'model' || degraded !== null || !tiers.has(tier)) return []
    if (purposeOf(turnId) !== 'answer' || drawnFor(`${turnId}/drift`) >= share) return []
    const judgementId = judgementIdOf(turnId)
    const scheduled: DomainEvent<'JudgementScheduled'> = {
      id: `${judgementId}.scheduled`,
      type: 'JudgementScheduled',
      key: judgementId,
      timeMs: input.timeMs,
      source: 'schedule-judgement',
      subject: input.subject,
      cause: input.id,
      data: { turnId: judgementId, sourceTurnId: turnId, propensity: share },
    }
    return [scheduled]
  },
})
