import { type DomainEvent, isType } from '../event.ts'
import { decider } from '../processor.ts'
import { isOfTask } from './plan.ts'

/** Tells a task that a question of it has its answer, and what that has cost. */
export const settleQuestion = decider<null, string | null>({
  name: 'settle-question',
  inputs: ['chat.answers'],
  reactsTo: ['TurnAnswered'],
  outputs: ['tasks'],
  journal: [],
  initialState: () => null,
  evolve: state => state,
  gather: (input, facts) => (isOfTask(input.subject) ? facts.event('TurnReceived', input.subject).data.task : null),
  recall: (_outputs, input, facts) =>
    isOfTask(input.subject) ? facts.event('TurnReceived', input.subject).data.task : null,
  decide: (_state, input, taskId) => {
    if (taskId === null || !isType(input, 'TurnAnswered')) return []
    const { turnId, costPicoUsd, learnable } = input.data
    const settled: DomainEvent<'QuestionSettled'> = {
      id: `${turnId}.question.settled`,
      type: 'QuestionSettled',
      key: taskId,
      timeMs: input.timeMs,
      source: 'settle-question',
      subject: turnId,
      cause: input.id,
      data: { taskId, turnId, costPicoUsd, learnable },
    }
    return [settled]
  },
})
