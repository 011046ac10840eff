import type { HistoryTurn, Message, Offer, PendingTurn, PromptBuilt } from '../../schemas/types.ts'
import type { DeciderConfiguration } from '../configuration.ts'
import { instructionVersion, offerTokens } from '../offer/instruction.ts'
import { recordsText } from '../prefetch/look-up.ts'
import { answerLimit } from './answer-limit.ts'
import { extract } from './extract.ts'
import { compressHistory, tidied } from './history.ts'
import { isInstruction, ownTurns, sentTurns } from './summarise.ts'
import { isOf, type RecordedSummary, recorded } from './summary.ts'
import { groundingOf, systemPromptOf } from './template.ts'
import { countMessages } from './tokens.ts'

type BuiltPrompt = Omit<PromptBuilt, 'turnId' | 'tenant' | 'conversationId' | 'solo' | 'pending' | 'views'>

/** The nearest offers, as many as there is room for with these messages, tokens. */
const fitting = (messages: readonly Message[], offers: readonly Offer[], room: number): readonly Offer[] =>
  offerTokens(messages, offers) <= room ? offers : fitting(messages, offers.slice(0, -1), room)

export interface Extras {
  /** Existing answers that may be chosen. */
  readonly offers?: readonly Offer[]
  /** What a model has made of the history, as far as it is of this one. */
  readonly summary?: RecordedSummary | undefined
  /** The message is a conversation that is asked about: what is said in it twice stays, or it would be unclear by whom. */
  readonly isQuoted?: boolean
}

/**
 * The prompt of a turn: what never changes comes first, so that prefix caches hit (the system prompt, then the passages,
 * then instructions the caller sent along), then the history, then the records that were looked up, then the customer's message, which is never shortened.
 * A caller that sends a history along replaces the remembered one. What follows a history is not learned, so nothing is
 * offered there; else as many answers as the budget has room for.
 */
export const buildPrompt = (
  pending: PendingTurn,
  remembered: readonly HistoryTurn[],
  configuration: DeciderConfiguration,
  { offers = [], summary, isQuoted = false }: Extras = {},
): BuiltPrompt => {
  const { compress, infer } = configuration
  const system = systemPromptOf(pending, compress.systemPrompt)
  const turns = pending.history.length > 0 ? sentTurns(pending.history) : ownTurns(remembered)
  const prefix: readonly Message[] = [
    { role: 'system', content: system.text + groundingOf(pending.passages) },
    ...pending.history.filter(isInstruction),
  ]
  const question: Message = { role: 'user', content: pending.message }
  const found = recordsText(pending.lookups)
  const records: readonly Message[] = found === '' ? [] : [{ role: 'system', content: found }]
  const fixed = [...prefix.map(tidied), ...records, isQuoted ? question : tidied(question)]
  const room = compress.tokenBudget - countMessages(fixed)
  const options = { ...compress, products: configuration.products, room }
  const known = summary && isOf(summary, turns) ? summary : null
  const history = compressHistory(turns, options, known ? recorded(known, turns) : extract)
  const messages = [...fixed.slice(0, prefix.length), ...history.messages, ...fixed.slice(prefix.length)]
  const tokensAfter = countMessages(messages)
  const offered = turns.length > 0 ? [] : fitting(messages, offers, Math.max(0, compress.tokenBudget - tokensAfter))
  return {
    messages,
    templateVersion: system.version,
    compression: history.compression,
    attempts: history.attempts,
    required: history.required,
    kept: history.kept,
    historyTurns: turns.length,
    tokensBefore: countMessages([...prefix, ...turns.flat(), ...records, question]),
    tokensAfter,
    maxTokens: answerLimit(pending, infer.maxTokens),
    offers: offered,
    offersVersion: offered.length === 0 ? '' : instructionVersion,
    offerTokens: offerTokens(messages, offered),
    summaryId: history.compression === 'model' ? known!.id : null,
  }
}
