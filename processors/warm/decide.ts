import type { PolicyChanged, QuestionsPlanned } from '../../schemas/types.ts'
import { type DomainEvent, isType } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { askedTurnId, partSize, taskIds } from './plan.ts'

/** How a task stands; null before its plan and after its end. */
interface Warming extends Pick<QuestionsPlanned, 'tenant' | 'kind' | 'epoch' | 'of' | 'budgetPicoUsd' | 'concurrency'> {
  readonly planned: number
  readonly asked: number
  readonly settled: number
  readonly spentPicoUsd: number
}

/** Every fact here was on the log before the input and never changes. */
type Gathered = Facts

const evolve = (state: Warming | null, event: DomainEvent): Warming | null => {
  switch (event.type) {
    case 'QuestionsPlanned': {
      const { tenant, kind, epoch, of, budgetPicoUsd, concurrency, turns } = event.data
      const before = state ?? { planned: 0, asked: 0, settled: 0, spentPicoUsd: 0 }
      return { ...before, tenant, kind, epoch, of, budgetPicoUsd, concurrency, planned: before.planned + turns.length }
    }
    case 'QuestionScheduled':
      return state && { ...state, asked: event.data.number }
    case 'QuestionSettled':
      return (
        state && { ...state, settled: state.settled + 1, spentPicoUsd: state.spentPicoUsd + event.data.costPicoUsd }
      )
    case 'TaskChanged':
      return event.data.state === 'running' ? state : null
    default:
      return state
  }
}

const isSpent = ({ budgetPicoUsd, spentPicoUsd }: Warming): boolean =>
  budgetPicoUsd !== null && spentPicoUsd >= budgetPicoUsd

/**
 * Asks the questions of a plan, some at a time, until all have their answers or the money is spent; when that is so, or the time is
 * over, the task ends, and a change that was announced with it comes in force. A crash repeats nothing: what was asked is in the
 * journal.
 */
export const warm = decider<Warming | null, Gathered>({
  name: 'warm',
  inputs: ['tasks'],
  reactsTo: ['QuestionsPlanned', 'QuestionSettled', 'TaskTimedOut'],
  outputs: ['tasks', 'policy.changes'],
  journal: ['QuestionsPlanned', 'QuestionScheduled', 'QuestionSettled', 'TaskChanged'],
  initialState: () => null,
  evolve,
  gather: (_input, facts) => facts,
  recall: (_outputs, _input, facts) => facts,
  decide: (before, input, facts) => {
    const state = evolve(before, input)
    if (state === null || state.planned < state.of) return []
    const taskId = input.key
    const from = { key: taskId, timeMs: input.timeMs, source: 'warm', subject: input.subject, cause: input.id }
    const changed = (how: 'running' | 'completed', detail: object | null): DomainEvent<'TaskChanged'> => ({
      ...from,
      id: `${input.id}.changed`,
      type: 'TaskChanged',
      data: {
        taskId,
        tenant: state.tenant ?? '',
        kind: state.kind,
        state: how,
        done: state.settled,
        total: state.of,
        detail: detail && JSON.stringify(detail),
      },
    })
    const over = isType(input, 'TaskTimedOut')
    const noneLeft = state.asked === state.of || isSpent(state)
    if (over || (noneLeft && state.settled === state.asked)) {
      const reason = over ? 'time' : state.asked < state.of ? 'budget' : 'done'
      const ended = changed('completed', { ended: reason, spentPicoUsd: state.spentPicoUsd })
      return state.epoch === null ? [ended] : [ended, inForce(taskId, state.epoch, input, facts)]
    }
    const free = noneLeft ? 0 : Math.min(state.concurrency - (state.asked - state.settled), state.of - state.asked)
    const next = Array.from({ length: Math.max(0, free) }, (_, n): DomainEvent<'QuestionScheduled'> => {
      const number = state.asked + 1 + n
      const part = facts.event('QuestionsPlanned', taskIds.planned(taskId, Math.floor((number - 1) / partSize)))
      return {
        ...from,
        id: taskIds.scheduled(taskId, number),
        type: 'QuestionScheduled',
        data: {
          taskId,
          tenant: state.tenant,
          number,
          turnId: askedTurnId(taskId, number),
          sourceTurnId: part.data.turns[(number - 1) % partSize]!,
          epoch: state.epoch,
        },
      }
    })
    const reports = input.type === 'QuestionsPlanned' || state.settled % Math.ceil(state.of / 100) === 0
    return reports ? [...next, changed('running', null)] : next
  },
})

/** The announced change, from now on in force. */
const inForce = (taskId: string, announced: number, input: DomainEvent, facts: Facts): DomainEvent<'PolicyChanged'> => {
  const change: PolicyChanged = { ...facts.event('PolicyAnnounced', taskIds.announced(taskId)).data, announced }
  return {
    id: `${taskId}.in-force`,
    type: 'PolicyChanged',
    key: change.scene ?? 'all',
    timeMs: input.timeMs,
    source: 'warm',
    subject: input.subject,
    cause: input.id,
    data: change,
  }
}
