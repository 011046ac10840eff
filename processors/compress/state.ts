import type { HistoryTurn, Lookup, TurnQueued } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { isType } from '../event.ts'
import { followsUp } from './gather.ts'
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
  /** What was last looked up for it. */
  readonly records?: readonly Lookup[]
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

/** What a prompt rests on that was looked up for it; what an earlier turn looked up grows no younger. */
const recordsOf = ({ lookups, receivedAtMs }: QueuedTurn['pending']): Pick<Conversation, 'records'> => {
  const found = lookups.filter(({ outcome, atMs }) => outcome === 'found' && atMs === null)
  return found.length === 0 ? {} : { records: found.map(each => ({ ...each, atMs: receivedAtMs })) }
}

/** What an earlier turn looked up, as far as this one may be about it: the same asker, soon enough, names nothing else. */
export const recordsFor = (
  { records = [] }: Conversation,
  { lookups, receivedAtMs, systemPrompt, ...turn }: QueuedTurn['pending'],
  asker: string,
  withinMs: number,
): readonly Lookup[] => {
  if (lookups.length > 0 || systemPrompt || !followsUp(turn)) return lookups
  return records.filter(({ atMs, asker: theirs }) => theirs === asker && receivedAtMs - atMs! <= withinMs)
}

/** Folds the journal. A solo turn leaves no trace: nothing can follow it. */
export const evolveConversation = (state: Conversation, event: DomainEvent): Conversation => {
  if (isType(event, 'TurnQueued')) return queued(state, event.data)
  if (isType(event, 'TurnSettled')) return settled(state, event.data.entry)
  if (isType(event, 'PromptBuilt') && !event.data.solo) {
    const { turnId, pending } = event.data
    return { ...state, ...recordsOf(pending), outstanding: turnId, queue: without(state.queue, turnId) }
  }
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
