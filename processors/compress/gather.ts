import type { Passage, PendingTurn } from '../../schemas/types.ts'
import { bytesToVector } from '../enrich/vector.ts'
import { type DomainEvent, idOf } from '../event.ts'
import type { HelpCentre } from '../ports/help-centre.ts'
import type { Facts } from '../processor.ts'
import type { Views } from '../views.ts'
import { countTokens } from './tokens.ts'

/** Passages may take up to this share of the token budget. */
const passageShare = 1 / 3

/** What the miss path needs of a resolved turn, from the facts about it. */
export const pendingTurn = (
  resolved: DomainEvent<'TurnResolved'>,
  facts: Facts,
  passages: (received: DomainEvent<'TurnReceived'>, enriched: DomainEvent<'TurnEnriched'>) => readonly Passage[],
): PendingTurn => {
  const { turnId, resolution } = resolved.data
  const received = facts.event('TurnReceived', turnId)
  const enriched = facts.event('TurnEnriched', idOf.enriched(turnId))
  const { message, model, systemPrompt, history, temperature, maxTokens, tools, responseFormat, choices } =
    received.data
  const { scene, language, flags, slots, standsAlone, textHash } = enriched.data.enrichment
  return {
    message,
    receivedAtMs: received.timeMs,
    scene,
    language,
    model,
    systemPrompt,
    history,
    temperature,
    maxTokens,
    tools,
    responseFormat,
    // Several choices of one question shall differ, so their calls may not be joined.
    flags: choices > 1 ? [...flags, 'choices'] : flags,
    slots,
    standsAlone,
    identity: resolution.identity,
    textHash,
    passages: passages(received, enriched),
  }
}

/** The best passages, as many as fit into their share of the budget. */
const withinShare = (passages: readonly Passage[], tokens: number): readonly Passage[] => {
  let left = tokens
  return passages.filter(passage => {
    left -= countTokens(passage.text)
    return left >= 0
  })
}

/**
 * Retrieves the passages that ground a turn; none for a caller with a system prompt of its own, which knows what its
 * answers rest on.
 */
export const retrieve =
  (helpCentre: HelpCentre, { compress }: Views['configuration']) =>
  (received: DomainEvent<'TurnReceived'>, enriched: DomainEvent<'TurnEnriched'>): readonly Passage[] => {
    if (received.data.systemPrompt || compress.passages === 0) return []
    const { scene, vector } = enriched.data.enrichment
    const { message: text, tenant } = received.data
    const found = helpCentre.passages(
      { text, vector: vector && bytesToVector(vector), tenant, scene },
      compress.passages,
    )
    return withinShare(found, compress.tokenBudget * passageShare)
  }
