import type { PolicyChanged, QuestionsPlanned } from '../../schemas/types.ts'
import { type DomainEvent, isType } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { detailOf, type WarmingEnd } from './end.ts'
import { askedTurnId, partSize, taskIds } from './plan.ts'

/** How a task stands; null before its plan and after its end. */
interface Warming extends Pick<QuestionsPlanned, 'tenant' | 'kind' | 'epoch' | 'of' | 'budgetPicoUsd' | 'concurrency'> {
  readonly planned: number
  readonly asked: number
  readonly settled: number
  readonly spentPicoUsd: number
}

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

const fromInput = (input: DomainEvent) =>
  ({ key: input.key, timeMs: input.timeMs, source: 'warm', subject: input.subject, cause: input.id }) as const

/** How far the task has come; with an end, that it is over. */
const changed = (state: Warming, input: DomainEvent, end: WarmingEnd | null): DomainEvent<'TaskChanged'> => ({
  ...fromInput(input),
  id: `${input.id}.changed`,
  type: 'TaskChanged',
  data: {
    taskId: input.key,
    tenant: state.tenant ?? '',
    kind: state.kind,
    state: end ? 'completed' : 'running',
    done: state.settled,
    total: state.of,
    detail: end && detailOf(end),
  },
})

/** The next questions, as many as may be under way. */
const scheduled = (state: Warming, input: DomainEvent, facts: Facts): readonly DomainEvent<'QuestionScheduled'>[] => {
  const free = Math.min(state.concurrency - (state.asked - state.settled), state.of - state.asked)
  const taskId = input.key
  return Array.from({ length: Math.max(0, free) }, (_, n) => {
    const number = state.asked + 1 + n
    const part = facts.event('QuestionsPlanned', taskIds.planned(taskId, Math.floor((number - 1) / partSize)))
    return {
      ...fromInput(input),
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
}

/**
 * Asks the questions of a plan, some at a time, until all have their answers or the money is spent; when that is so, or the time is
 * over, the task ends, and a change that was announced with it comes in force. A crash repeats nothing: what was asked is in the
 * journal.
 */
export const warm = decider<Warming | null, Facts>({
  name: 'warm',
  inputs: ['tasks'],
  reactsTo: ['QuestionsPlanned', 'QuestionSettled', 'TaskTimedOut'],
  outputs: ['tasks', 'policy.changes'],
  journal: ['QuestionsPlanned', 'QuestionScheduled', 'QuestionSettled', 'TaskChanged'],
  initialState: () => null,
  evolve,
  // Every fact that it reads was on the log before the input and never changes.
  gather: (_input, facts) => facts,
  recall: (_outputs, _input, facts) => facts,
  decide: (before, input, facts) => {
    const state = evolve(before, input)
    if (state === null || state.planned < state.of) return []
    const over = isType(input, 'TaskTimedOut')
    const allAsked = state.asked === state.of
    const noneLeft = allAsked || isSpent(state)
    if (over || (noneLeft && state.settled === state.asked)) {
      const ended = over ? 'time' : allAsked ? 'done' : 'budget'
      const end = changed(state, input, { ended, spentPicoUsd: state.spentPicoUsd })
      return state.epoch === null ? [end] : [end, inForce(state.epoch, input, facts)]
    }
    const next = noneLeft ? [] : scheduled(state, input, facts)
    const reports = input.type === 'QuestionsPlanned' || state.settled % Math.ceil(state.of / 100) === 0
    return reports ? [...next, changed(state, input, null)] : next
  },
})

/** The announced change, from now on in force. */
const inForce = (announced: number, input: DomainEvent, facts: Facts): DomainEvent<'PolicyChanged'> => {
  const taskId = input.key
  const { data } = facts.event('PolicyAnnounced', taskIds.announced(taskId))
  const change: PolicyChanged = { ...data, announced, revision: null }
  return {
    ...fromInput(input),
    id: `${taskId}.in-force`,
    type: 'PolicyChanged',
    key: change.scene ?? 'all',
    data: change,
  }
}
