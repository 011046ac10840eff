import type { Offer, PendingTurn } from '../../schemas/types.ts'
import { type DomainEvent, idOf, isType } from '../event.ts'
import { type Missed, mayChoose, selectOffers } from '../offer/select.ts'
import type { CacheReader } from '../ports/cache.ts'
import { concernsOne } from '../prefetch/look-up.ts'
import { type Decider, decider, type Facts } from '../processor.ts'
import { isSummary, purposeOf } from '../purpose.ts'
import type { Views } from '../views.ts'
import { pendingTurn, withLookups } from './gather.ts'
import type { GroundsFor } from './grounds.ts'
import { buildPrompt } from './prompt.ts'
import {
  type Conversation,
  evolveConversation,
  historyBefore,
  knows,
  newConversation,
  type QueuedTurn,
  recordsFor,
} from './state.ts'
import { type Material, materialFor, scheduleSummary, takeSummary } from './summarise.ts'

/** What a missed turn's prompt is built from. */
interface Missing {
  readonly kind: 'miss'
  readonly pending: PendingTurn
  /** As in TurnReceived. */
  readonly asker: string
  readonly offers: readonly Offer[]
}

/** Null where nothing is to be built. */
type Gathered = Missing | Material

const common = (input: DomainEvent, subject: string) =>
  ({ key: input.key, timeMs: input.timeMs, source: 'compress', subject, cause: input.id }) as const

const promptFor = (
  state: Conversation,
  turn: QueuedTurn,
  offers: readonly Offer[],
  input: DomainEvent,
  views: Views,
): DomainEvent<'PromptBuilt'> => {
  const isQuoted = ['judgement', 'summary'].includes(purposeOf(turn.turnId))
  const history = turn.solo ? [] : historyBefore(state, turn, views.configuration.compress.maxHistoryTurns)
  return {
    ...common(input, turn.turnId),
    id: idOf.prompt(turn.turnId),
    type: 'PromptBuilt',
    data: {
      ...turn,
      ...buildPrompt(turn.pending, history, views.configuration, { offers, summary: state.summary, isQuoted }),
      views: views.versions,
    },
  }
}

const onResolved = (
  state: Conversation,
  input: DomainEvent<'TurnResolved'>,
  gathered: Gathered,
  views: Views,
): readonly DomainEvent[] => {
  const { turnId, tenant, conversationId, solo } = input.data
  if (gathered?.kind !== 'miss' || knows(state, turnId)) return []
  const { recordsMs } = views.configuration.compress
  const { asker } = gathered
  const lookups = solo ? gathered.pending.lookups : recordsFor(state, gathered.pending, asker, recordsMs)
  const turn = { turnId, tenant, conversationId, solo, pending: withLookups(lookups, gathered.pending) }
  if (state.outstanding === null || solo) return [promptFor(state, turn, gathered.offers, input, views)]
  const queued: DomainEvent<'TurnQueued'> = {
    ...common(input, turnId),
    id: idOf.queued(turnId),
    type: 'TurnQueued',
    data: { ...turn, behind: state.outstanding },
  }
  return [queued]
}

/** A turn that has waited follows another, and what is said to it is not learned. */
const noOffers: readonly Offer[] = []

const onAnswered = (
  state: Conversation,
  input: DomainEvent<'TurnAnswered'>,
  material: Material,
  views: Views,
): readonly DomainEvent[] => {
  const { turnId, tenant, conversationId, solo, receivedAtMs, message, text } = input.data
  if (solo || state.history.some(turn => turn.turnId === turnId)) return []
  const outstanding = state.outstanding === turnId
  const settled: DomainEvent<'TurnSettled'> = {
    ...common(input, turnId),
    id: idOf.settled(turnId),
    type: 'TurnSettled',
    data: {
      turnId,
      tenant,
      conversationId,
      solo,
      entry: { turnId, receivedAtMs, user: message, assistant: text },
      outstanding,
    },
  }
  const after = evolveConversation(state, settled)
  const next = after.queue[0]
  const summary = scheduleSummary(after, input, material, views)
  return [settled, ...summary, ...(outstanding && next ? [promptFor(after, next, noOffers, input, views)] : [])]
}

const isMiss = (input: DomainEvent): input is DomainEvent<'TurnResolved'> =>
  isType(input, 'TurnResolved') && input.data.resolution.outcome === 'none'

const missedOf = ({ data: { turnId, resolution } }: DomainEvent<'TurnResolved'>, facts: Facts): Missed => ({
  turn: facts.event('TurnReceived', turnId).data,
  enrichment: facts.event('TurnEnriched', idOf.enriched(turnId)).data.enrichment,
  resolution,
})

export interface CompressPorts {
  readonly cache: Pick<CacheReader, 'answer'>
  readonly groundsFor: GroundsFor
}

/**
 * Keeps the order of a conversation and builds its prompts: one call outstanding at a time, later turns wait in the
 * journal, and each answer settles into the history before the next prompt is built. Where `compress.pool` names one, a model sums up what a
 * conversation has come to while its customer reads the answer; no turn waits for that.
 */
export const createCompress = ({ cache, groundsFor }: CompressPorts): Decider<Conversation, Gathered> =>
  decider({
    name: 'compress',
    inputs: ['chat.resolved', 'chat.answers'],
    reactsTo: ['TurnResolved', 'TurnAnswered'],
    outputs: ['chat.prompts', 'tasks'],
    journal: ['TurnQueued', 'PromptBuilt', 'TurnSettled', 'SummaryScheduled', 'SummaryMade'],
    initialState: () => newConversation,
    evolve: evolveConversation,
    gather: async (input, facts, views, signal) => {
      if (isType(input, 'TurnAnswered')) return materialFor(input, facts, views)
      if (!isMiss(input)) return null
      const { lookups, ...grounds } = await groundsFor(input, facts, views, signal)
      const pending = pendingTurn(input, facts, grounds, lookups)
      const missed = missedOf(input, facts)
      const { asker } = missed.turn
      // No existing answer knows what has just been looked up.
      if (concernsOne(lookups) || !mayChoose(missed, views)) return { kind: 'miss', pending, asker, offers: noOffers }
      return { kind: 'miss', pending, asker, offers: await selectOffers(cache, missed, views, pending.receivedAtMs) }
    },
    recall: (outputs, input, facts, views) => {
      if (isType(input, 'TurnAnswered')) return materialFor(input, facts, views)
      if (!isMiss(input)) return null
      const own = outputs.find(output => output.subject === input.data.turnId)
      const built = own && isType(own, 'TurnQueued', 'PromptBuilt') ? own.data.pending : null
      const { passages = [], grounding: grounded = 'complete', lookups = [] } = built ?? {}
      const offers = own && isType(own, 'PromptBuilt') ? own.data.offers : noOffers
      const { asker } = facts.event('TurnReceived', input.data.turnId).data
      // Those of an earlier turn come from the state.
      const fresh = lookups.filter(({ atMs }) => atMs === null)
      const pending = pendingTurn(input, facts, { passages, grounding: grounded }, fresh)
      return { kind: 'miss', pending, asker, offers }
    },
    decide: (state, input, gathered, views) => {
      if (isType(input, 'TurnResolved')) return onResolved(state, input, gathered, views)
      if (!isType(input, 'TurnAnswered')) return []
      const material = gathered?.kind === 'miss' ? null : gathered
      return isSummary(input.data.turnId)
        ? takeSummary(state, input, material, views)
        : onAnswered(state, input, material, views)
    },
  })
