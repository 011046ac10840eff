import type { HistoryTurn, Message, PendingTurn, PromptBuilt } from '../../schemas/types.ts'
import type { DeciderConfiguration } from '../configuration.ts'
import { answerLimit } from './answer-limit.ts'
import { compressHistory, type Turn, tidied } from './history.ts'
import { groundingOf, systemPromptOf } from './template.ts'
import { countMessages } from './tokens.ts'

type BuiltPrompt = Omit<PromptBuilt, 'turnId' | 'tenant' | 'conversationId' | 'solo' | 'pending' | 'views'>

const isInstruction = (message: Message): boolean => message.role === 'system' || message.role === 'developer'

const ownTurns = (history: readonly HistoryTurn[]): readonly Turn[] =>
  history.map(turn =>
    [
      { role: 'user', content: turn.user },
      { role: 'assistant', content: turn.assistant },
    ].filter(message => message.content !== ''),
  )

/** A turn begins where the customer speaks. */
const callerTurns = (messages: readonly Message[]): readonly Turn[] => {
  const turns: Message[][] = []
  for (const message of messages) {
    const open = turns.at(-1)
    if (message.role === 'user' || open === undefined) turns.push([message])
    else open.push(message)
  }
  return turns
}

/**
 * The prompt of a turn: what never changes comes first, so that prefix caches hit (the system prompt, then the passages,
 * then instructions the caller sent along), then the history, then the customer's message, which is never shortened.
 * A caller that sends a history along replaces the remembered one.
 */
export const buildPrompt = (
  pending: PendingTurn,
  remembered: readonly HistoryTurn[],
  configuration: DeciderConfiguration,
): BuiltPrompt => {
  const { compress, infer } = configuration
  const system = systemPromptOf(pending, compress.systemPrompt)
  const turns =
    pending.history.length > 0
      ? callerTurns(pending.history.filter(message => !isInstruction(message)))
      : ownTurns(remembered)
  const prefix: readonly Message[] = [
    { role: 'system', content: system.text + groundingOf(pending.passages) },
    ...pending.history.filter(isInstruction),
  ]
  const question: Message = { role: 'user', content: pending.message }
  const fixed = [...prefix.map(tidied), tidied(question)]
  const history = compressHistory(turns, {
    ...compress,
    products: configuration.products,
    room: compress.tokenBudget - countMessages(fixed),
  })
  const messages = [...fixed.slice(0, -1), ...history.messages, ...fixed.slice(-1)]
  return {
    messages,
    templateVersion: system.version,
    compression: history.compression,
    attempts: history.attempts,
    required: history.required,
    kept: history.kept,
    historyTurns: turns.length,
    tokensBefore: countMessages([...prefix, ...turns.flat(), question]),
    tokensAfter: countMessages(messages),
    maxTokens: answerLimit(pending, infer.maxTokens),
  }
}
