import type { QuestionScheduled, TurnReceived } from '../../schemas/types.ts'
import { instruction as summaryInstruction } from '../compress/summary.ts'
import { instruction, mostTokens, questionAbout } from '../drift/judgement.ts'
import { type DomainEvent, idOf, isType } from '../event.ts'
import { anonymous } from '../learn/admit.ts'
import type { Effect, EffectContext } from '../processor.ts'

/** A turn that asks a model whether another was routed well; null where that one is gone, or no pool is there to be asked. */
const judging = (event: DomainEvent<'JudgementScheduled'>, { facts, views }: EffectContext): TurnReceived | null => {
  const { turnId, sourceTurnId } = event.data
  const source = facts.find('TurnReceived', sourceTurnId)?.data
  const prompt = facts.find('PromptBuilt', idOf.prompt(sourceTurnId))?.data
  const answered = facts.find('TurnAnswered', idOf.answered(sourceTurnId))?.data
  const { pools, route } = views.configuration
  const model = pools[route.drift.pool]?.model
  if (!source || !prompt || !answered?.tier || model === undefined) return null
  return {
    ...source,
    ...asAnybody(turnId),
    channel: 'judgement',
    message: questionAbout(prompt.messages, answered.tier, answered.text),
    systemPrompt: instruction,
    model,
    maxTokens: mostTokens,
    temperature: null,
    tools: null,
    responseFormat: null,
    choices: 1,
    task: null,
    announced: null,
  }
}

/** A turn that asks a model for a summary; null where its conversation is gone, or no pool is there to be asked. */
const summing = (event: DomainEvent<'SummaryScheduled'>, { facts, views }: EffectContext): TurnReceived | null => {
  const { turnId, sourceTurnId, conversationId, text, maxTokens } = event.data
  const source = facts.find('TurnReceived', sourceTurnId)?.data
  const { pools, compress } = views.configuration
  const model = pools[compress.pool]?.model
  if (!source || model === undefined) return null
  return {
    ...source,
    ...asAnybody(turnId),
    // Its answer goes to where the conversation is remembered.
    conversationId,
    ...{ channel: 'summary', message: text, systemPrompt: summaryInstruction, model, maxTokens, temperature: null },
    ...{ tools: null, responseFormat: null, choices: 1, task: null, announced: null },
  }
}

/** Of a turn that nobody waits for and that follows nothing. */
const asAnybody = (turnId: string) =>
  ({
    turnId,
    conversationId: turnId,
    solo: true,
    userId: null,
    asker: anonymous,
    history: [],
    requestId: null,
    minSimilarity: null,
    rider: null,
  }) as const

/** What asks a question again: that of a task, or one whose answer is checked, which belongs to none. */
const askedBy = (
  event: DomainEvent,
): (Pick<QuestionScheduled, 'turnId' | 'sourceTurnId' | 'epoch'> & { readonly taskId: string | null }) | null => {
  if (isType(event, 'QuestionScheduled')) return event.data
  if (isType(event, 'CheckScheduled')) return { ...event.data, taskId: null, epoch: null }
  return null
}

/**
 * Asks a scheduled question again, as a customer would whom nobody knows, or a model whether a turn was routed well or what a conversation had come to: the turn takes the same way
 * as all others.
 */
export const createAsk = ({ now }: { readonly now: () => number }): Effect => ({
  kind: 'effect',
  name: 'ask',
  inputs: ['tasks'],
  reactsTo: ['QuestionScheduled', 'CheckScheduled', 'JudgementScheduled', 'SummaryScheduled'],
  outputs: ['chat.turns', 'tasks'],
  lane: event => event.id,
  run: async (event, context) => {
    const { facts } = context
    if (isType(event, 'JudgementScheduled', 'SummaryScheduled')) {
      const data = isType(event, 'SummaryScheduled') ? summing(event, context) : judging(event, context)
      const { turnId: id } = event.data
      // A judgement is of no conversation, and its event has the turn's own key.
      const from = { key: event.key, timeMs: now(), source: 'ask', subject: id, cause: event.id }
      return data === null ? [] : [{ ...from, id, type: 'TurnReceived', data }]
    }
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
      ...asAnybody(turnId),
      channel: taskId === null ? 'check' : 'task',
      task: taskId,
      announced: epoch,
    }
    const received: DomainEvent<'TurnReceived'> = { ...from, id: turnId, type: 'TurnReceived', key: turnId, data }
    return [received]
  },
})
