import type { TurnReceived } from '../../schemas/types.ts'
import { type DomainEvent, isType } from '../event.ts'
import { anonymous } from '../learn/admit.ts'
import type { Effect } from '../processor.ts'

/** Asks a scheduled question again, as a customer would whom nobody knows: the turn takes the same way as all others. */
export const createAsk = ({ now }: { readonly now: () => number }): Effect => ({
  kind: 'effect',
  name: 'ask',
  inputs: ['tasks'],
  reactsTo: ['QuestionScheduled'],
  outputs: ['chat.turns', 'tasks'],
  lane: event => event.id,
  run: async (event, { facts }) => {
    if (!isType(event, 'QuestionScheduled')) return []
    const { taskId, turnId, sourceTurnId, epoch } = event.data
    const source = facts.find('TurnReceived', sourceTurnId)?.data
    const from = { timeMs: now(), source: 'ask', subject: turnId, cause: event.id }
    if (!source || source.tools !== null || source.choices > 1) {
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
      channel: 'task',
      userId: null,
      asker: anonymous,
      history: [],
      requestId: null,
      minSimilarity: null,
      rider: null,
      task: taskId,
      announced: epoch,
    }
    const asked: DomainEvent<'TurnReceived'> = { ...from, id: turnId, type: 'TurnReceived', key: turnId, data }
    return [asked]
  },
})
