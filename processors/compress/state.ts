import type { HistoryTurn, TurnQueued } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { isType } from '../event.ts'
import { evolveSummary } from './summarise.ts'
import type { RecordedSummary } from './summary.ts'

/** A turn that waits for the call before it. */
export type QueuedTurn = Omit<TurnQueued, 'behind'>

/** What compress remembers of a conversation. */
export interface Conversation {
  /** The turn whose call is outstanding. */
  readonly outstanding: string | null
  /** In the order in which they were received. */
  readonly queue: readonly QueuedTurn[]
  /** In the order in which they were received, whatever the order of their answers. */
  readonly history: readonly HistoryTurn[]
  /** The last summary that prompts may rest on, where a model makes them. */
  readonly summary?: RecordedSummary
  /** The turn that asks for one now. */
  readonly asked?: string
  /** Turns that have settled since one was asked for; missing where none was. */
  readonly settledSince?: number
}

export const newConversation: Conversation = { outstanding: null, queue: [], history: [] }

/** Turns that the state holds; `compress.maxHistoryTurns` may lower what a prompt sees, but the fold knows no tables. */
export const rememberedTurns = 200

interface Received {
  readonly turnId: string
  readonly receivedAtMs: number
}

/** The order of a conversation: by arrival, then by id. */
export const byArrival = (a: Received, b: Received): number =>
  a.receivedAtMs - b.receivedAtMs || (a.turnId < b.turnId ? -1 : a.turnId > b.turnId ? 1 : 0)

const arrival = (turn: QueuedTurn): Received => ({ turnId: turn.turnId, receivedAtMs: turn.pending.receivedAtMs })

const without = (queue: readonly QueuedTurn[], turnId: string): readonly QueuedTurn[] =>
  queue.some(turn => turn.turnId === turnId) ? queue.filter(turn => turn.turnId !== turnId) : queue

const queued = (state: Conversation, data: TurnQueued): Conversation => {
  const { behind: _behind, ...turn } = data
  const queue = [...without(state.queue, turn.turnId), turn].sort((a, b) => byArrival(arrival(a), arrival(b)))
  return { ...state, queue }
}

const settled = (state: Conversation, entry: HistoryTurn): Conversation => ({
  ...state,
  ...(state.settledSince === undefined ? {} : { settledSince: state.settledSince + 1 }),
  outstanding: state.outstanding === entry.turnId ? null : state.outstanding,
  queue: without(state.queue, entry.turnId),
  history: [...state.history.filter(turn => turn.turnId !== entry.turnId), entry]
    .sort(byArrival)
    .slice(-rememberedTurns),
})

/** Folds the journal. A solo turn leaves no trace: nothing can follow it. */
export const evolveConversation = (state: Conversation, event: DomainEvent): Conversation => {
  if (isType(event, 'TurnQueued')) return queued(state, event.data)
  if (isType(event, 'TurnSettled')) return settled(state, event.data.entry)
  if (isType(event, 'PromptBuilt') && !event.data.solo)
    return { ...state, outstanding: event.data.turnId, queue: without(state.queue, event.data.turnId) }
  return evolveSummary(state, event)
}

/** Whether the conversation has met this turn before: an event about it is a duplicate. */
export const knows = (state: Conversation, turnId: string): boolean =>
  state.outstanding === turnId ||
  state.queue.some(turn => turn.turnId === turnId) ||
  state.history.some(turn => turn.turnId === turnId)

/** The history that a turn may look back upon: a later turn that overtook it is none of it. */
export const historyBefore = (state: Conversation, turn: QueuedTurn, most: number): readonly HistoryTurn[] =>
  state.history.filter(entry => byArrival(entry, arrival(turn)) < 0).slice(-most)
