import type { HistoryTurn, Message, SummaryMade, SummaryScheduled, TurnReceived } from '../../schemas/types.ts'
import type { DeciderConfiguration } from '../configuration.ts'
import { type DomainEvent, idOf, isType } from '../event.ts'
import type { Facts } from '../processor.ts'
import { isSummary, summaryIdOf } from '../purpose.ts'
import type { Views } from '../views.ts'
import { callerTurns, type Turn } from './history.ts'
import type { Conversation } from './state.ts'
import { digestOf, isOf, isWorthAnother, judgeReply, questionAbout, summaryLimit } from './summary.ts'
import { countMessages } from './tokens.ts'

type Answered = DomainEvent<'TurnAnswered'>

/** What a summary is made from beside the state; null where none is wanted. */
export type Material =
  | { readonly kind: 'talk'; readonly sent: readonly Message[] }
  | {
      readonly kind: 'reply'
      readonly scheduled: SummaryScheduled
      readonly source: TurnReceived
      readonly answer: string
    }
  | null

export const isInstruction = (message: Message): boolean => message.role === 'system' || message.role === 'developer'

/** Turns as the conversation remembers them. */
export const ownTurns = (history: readonly HistoryTurn[]): readonly Turn[] =>
  history.map(turn =>
    [
      { role: 'user', content: turn.user },
      { role: 'assistant', content: turn.assistant },
    ].filter(message => message.content !== ''),
  )

/** Turns as a caller has sent them along. */
export const sentTurns = (history: readonly Message[]): readonly Turn[] =>
  callerTurns(history.filter(message => !isInstruction(message)))

/** The facts about an answer that a summary may be made after, or that is one. */
export const materialFor = (
  { data: { turnId, solo } }: Answered,
  facts: Facts,
  { configuration: { compress } }: Views,
): Material => {
  if (isSummary(turnId)) {
    const scheduled = facts.find('SummaryScheduled', `${turnId}.scheduled`)?.data
    const source = scheduled && facts.find('TurnReceived', scheduled.sourceTurnId)?.data
    const answered = scheduled && facts.find('TurnAnswered', idOf.answered(scheduled.sourceTurnId))?.data
    return scheduled && source && answered ? { kind: 'reply', scheduled, source, answer: answered.text } : null
  }
  if (solo || compress.pool === '') return null
  return { kind: 'talk', sent: facts.find('TurnReceived', turnId)?.data.history ?? [] }
}

const exchange = (user: string, assistant: string): readonly Message[] => [
  { role: 'user', content: user },
  { role: 'assistant', content: assistant },
]

/** What the next turn will look back upon: what its caller has sent so far, where it sends that, else what is remembered. */
const turnsSoFar = (
  state: Conversation,
  sent: readonly Message[],
  said: readonly Message[],
  { maxHistoryTurns }: DeciderConfiguration['compress'],
): readonly Turn[] => (sent.length > 0 ? [...sentTurns(sent), said] : ownTurns(state.history.slice(-maxHistoryTurns)))

/**
 * How many of these turns a summary is now to cover; null where none is wanted: the next prompt has room for them as they are, or the last summary
 * covers all but a few, or one has been asked for just now. A window that moves would be another one with every turn.
 */
const toCover = (
  state: Conversation,
  turns: readonly Turn[],
  { afterTurns, keepTurns, maxHistoryTurns }: DeciderConfiguration['compress'],
): number | null => {
  const cover = turns.length - keepTurns
  if (turns.length <= afterTurns || turns.length >= maxHistoryTurns || cover <= 0) return null
  const step = Math.max(1, afterTurns - keepTurns)
  const { summary, settledSince } = state
  const covered = summary && isOf(summary, turns) ? summary.turns : 0
  return cover - covered < step || (settledSince !== undefined && settledSince < step) ? null : cover
}

const scheduled = (
  input: Answered,
  {
    tenant,
    conversationId,
    sourceTurnId,
    attempt,
    turns,
    digest,
  }: Omit<SummaryScheduled, 'turnId' | 'text' | 'maxTokens'>,
  covered: readonly Turn[],
  text: string,
): DomainEvent<'SummaryScheduled'> => {
  const turnId = summaryIdOf(sourceTurnId, attempt)
  const maxTokens = summaryLimit(covered)
  return {
    id: `${turnId}.scheduled`,
    type: 'SummaryScheduled',
    key: input.key,
    timeMs: input.timeMs,
    source: 'compress',
    subject: input.subject,
    cause: input.id,
    data: { turnId, tenant, conversationId, sourceTurnId, attempt, turns, digest, text, maxTokens },
  }
}

/** Has a summary made once a conversation, with the turn just settled in this state, is long enough for the next prompt to rest on one. */
export const scheduleSummary = (
  state: Conversation,
  input: Answered,
  material: Material,
  { configuration: { compress } }: Views,
): readonly DomainEvent<'SummaryScheduled'>[] => {
  if (material?.kind !== 'talk') return []
  const { turnId, tenant, conversationId, message, text } = input.data
  const turns = turnsSoFar(state, material.sent, exchange(message, text), compress)
  const cover = toCover(state, turns, compress)
  if (cover === null) return []
  const covered = turns.slice(0, cover)
  // No prompt may be longer, and what is asked about is not shortened.
  if (countMessages(covered.flat()) > compress.tokenBudget) return []
  const what = { tenant, conversationId, sourceTurnId: turnId, attempt: 1, turns: cover, digest: digestOf(covered) }
  return [scheduled(input, what, covered, questionAbout(covered))]
}

/**
 * Takes what a model has replied. Where it lost something or made it up, it is asked again with that named, `compress.attempts` times in all; without a summary that is kept,
 * histories are extracted.
 */
export const takeSummary = (
  state: Conversation,
  input: Answered,
  material: Material,
  views: Views,
): readonly DomainEvent[] => {
  if (material?.kind !== 'reply' || state.asked !== input.data.turnId) return []
  const { compress, products } = views.configuration
  const { source, answer } = material
  const { turnId, tenant, conversationId, sourceTurnId, attempt, turns, digest } = material.scheduled
  const covered = turnsSoFar(state, source.history, exchange(source.message, answer), compress).slice(0, turns)
  const isThere = input.data.source === 'model' && digestOf(covered) === digest
  const judged = judgeReply(isThere ? input.data.text : null, covered, products)
  const { outcome, lines, missing, invented, tokensBefore, tokensAfter } = judged
  const data: SummaryMade = {
    ...{ turnId, tenant, conversationId, sourceTurnId, attempt, turns, digest, outcome },
    lines: outcome === 'kept' ? [...lines] : [],
    missing: missing.map(({ text }) => text),
    invented: [...invented],
    ...{ tokensBefore, tokensAfter, views: views.versions },
  }
  const made: DomainEvent<'SummaryMade'> = {
    id: `${turnId}.made`,
    type: 'SummaryMade',
    key: input.key,
    timeMs: input.timeMs,
    source: 'compress',
    subject: input.subject,
    cause: input.id,
    data,
  }
  if (!isWorthAnother(judged) || attempt >= compress.attempts) return [made]
  const what = { tenant, conversationId, sourceTurnId, attempt: attempt + 1, turns, digest }
  return [made, scheduled(input, what, covered, questionAbout(covered, missing))]
}

/** What the state keeps of them; the journal's part of `evolveConversation`. */
export const evolveSummary = (state: Conversation, event: DomainEvent): Conversation => {
  if (isType(event, 'SummaryScheduled')) {
    const { turnId, attempt } = event.data
    return { ...state, asked: turnId, settledSince: attempt === 1 ? 0 : (state.settledSince ?? 0) }
  }
  if (!isType(event, 'SummaryMade')) return state
  const { turns, digest, lines, outcome } = event.data
  const { asked: _asked, ...rest } = state
  return outcome === 'kept' ? { ...rest, summary: { id: event.id, turns, digest, lines } } : rest
}
