import { type DomainEvent, idOf, isType } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { sceneOfKey } from '../resolve/identity.ts'
import { boundOf } from './bar.ts'
import { checkedTurnOf, isCheck } from './check.ts'
import { scopeKeyOf } from './trust.ts'

interface Compared {
  readonly resolved: DomainEvent<'TurnResolved'>
  /** Null where the fresh answer does not tell. */
  readonly isRight: boolean | null
}

/**
 * Whether the fresh answer is the one that was served. A model that was shown it and chose it, or says the same word for word, finds it right; one
 * that chose another finds it wrong. What it wrote in words of its own may say either.
 */
const compare = (input: DomainEvent, facts: Facts): Compared | null => {
  if (!isType(input, 'TurnAnswered') || !isCheck(input.data.turnId)) return null
  const turnId = checkedTurnOf(input.data.turnId)
  const resolved = facts.find('TurnResolved', idOf.resolved(turnId))
  const served = facts.find('TurnAnswered', idOf.answered(turnId))?.data
  if (!resolved || !served) return null
  const { answerHash, choice } = input.data
  if (answerHash === served.answerHash) return { resolved, isRight: true }
  return { resolved, isRight: choice?.entryId ? false : null }
}

/** Tells whether a hit that was answered afresh was right. */
export const compareCheck = decider<null, Compared | null>({
  name: 'compare-check',
  inputs: ['chat.answers'],
  reactsTo: ['TurnAnswered'],
  outputs: ['feedback.events'],
  journal: [],
  patient: () => true,
  initialState: () => null,
  evolve: state => state,
  gather: compare,
  recall: (_outputs, input, facts) => compare(input, facts),
  decide: (_state, input, compared, views) => {
    if (!compared || compared.isRight === null) return []
    const { turnId, tenant, resolution } = compared.resolved.data
    const { entryId, confidence, check, exactKey } = resolution
    if (entryId === null || confidence === null || check === null) return []
    const { scope } = boundOf(views, sceneOfKey(exactKey))
    const checked: DomainEvent<'HitChecked'> = {
      id: `${input.subject}.checked`,
      type: 'HitChecked',
      key: scopeKeyOf(tenant, scope),
      timeMs: input.timeMs,
      source: 'compare-check',
      subject: input.subject,
      cause: input.id,
      data: {
        ...{ turnId, tenant, scope, entryId, confidence },
        isRight: compared.isRight,
        method: 'shadow',
        propensity: check,
        views: views.versions,
      },
    }
    return [checked]
  },
})
