import type { QuestionScheduled, TurnReceived } from '../../schemas/types.ts'
import { type DomainEvent, isType } from '../event.ts'
import { anonymous } from '../learn/admit.ts'
import type { Effect } from '../processor.ts'

/** What asks a question again: that of a task, or one whose answer is checked, which belongs to none. */
const askedBy = (
  event: DomainEvent,
): (Pick<QuestionScheduled, 'turnId' | 'sourceTurnId' | 'epoch'> & { readonly taskId: string | null }) | null => {
  if (isType(event, 'QuestionScheduled')) return event.data
  if (isType(event, 'CheckScheduled')) return { ...event.data, taskId: null, epoch: null }
  return null
}

/** Asks a scheduled question again, as a customer would whom nobody knows: the turn takes the same way as all others. */
export const createAsk = ({ now }: { readonly now: () => number }): Effect => ({
  kind: 'effect',
  name: 'ask',
  inputs: ['tasks'],
  reactsTo: ['QuestionScheduled', 'CheckScheduled'],
  outputs: ['chat.turns', 'tasks'],
  lane: event => event.id,
  run: async (event, { facts }) => {
    const asked = askedBy(event)
    if (!asked) return []
    const { taskId, turnId, sourceTurnId, epoch } = asked
    const source = facts.find('TurnReceived', sourceTurnId)?.data
    const from = { timeMs: now(), source: 'ask', subject: turnId, cause: event.id }
    if (!source || source.tools !== null || source.choices > 1) {
      if (taskId === null) return []
      const settled: DomainEvent<'QuestionSettled'> = {
        ...from,
        id: `${turnId}.question.settled`,
        type: 'QuestionSettled',
        key: taskId,
        data: { taskId, turnId, costPicoUsd: 0, learnable: false },
      }
      return [settled]
    }
    const data: TurnReceived = {
      ...source,
      turnId,
      conversationId: turnId,
      solo: true,
      channel: taskId === null ? 'check' : 'task',
      userId: null,
      asker: anonymous,
      history: [],
      requestId: null,
      minSimilarity: null,
      rider: null,
      task: taskId,
      announced: epoch,
    }
    const received: DomainEvent<'TurnReceived'> = { ...from, id: turnId, type: 'TurnReceived', key: turnId, data }
    return [received]
  },
})
