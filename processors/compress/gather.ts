import type { Lookup, PendingTurn } from '../../schemas/types.ts'
import { type DomainEvent, idOf } from '../event.ts'
import type { RecordStore } from '../ports/records.ts'
import { concernsOne, lookUp } from '../prefetch/look-up.ts'
import type { Facts } from '../processor.ts'
import type { Grounds } from './retrieve.ts'

/** What the miss path needs of a resolved turn, from the facts about it. */
export const pendingTurn = (
  resolved: DomainEvent<'TurnResolved'>,
  facts: Facts,
  grounds: Grounds,
  lookups: readonly Lookup[],
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
    flags: [
      ...flags,
      // Several choices of one question shall differ, so their calls may not be joined.
      ...(choices > 1 ? ['choices'] : []),
      // Whatever the words say, what is one customer's own makes the answer theirs.
      ...(concernsOne(lookups) && !flags.includes('personal') ? ['personal'] : []),
    ],
    slots,
    standsAlone,
    identity: resolution.identity,
    textHash,
    ...grounds,
    lookups,
  }
}

/** Looks up the records that a turn names; none for a caller with a system prompt of its own, as with passages. */
export const prefetch = (
  records: RecordStore | null,
  { data: { turnId } }: DomainEvent<'TurnResolved'>,
  facts: Facts,
  signal: AbortSignal,
): Promise<readonly Lookup[]> | readonly Lookup[] => {
  const { message, tenant, userId, systemPrompt } = facts.event('TurnReceived', turnId).data
  if (systemPrompt) return []
  const { slots } = facts.event('TurnEnriched', idOf.enriched(turnId)).data.enrichment
  return lookUp(records, { message, slots, tenant, userId }, signal)
}
