import type { Lookup, PendingTurn } from '../../schemas/types.ts'
import { extractSlots } from '../enrich/slots/extract.ts'
import { type DomainEvent, idOf } from '../event.ts'
import type { RecordStore } from '../ports/records.ts'
import { concernsOne, lookUp, type Said } from '../prefetch/look-up.ts'
import type { Facts } from '../processor.ts'
import type { Views } from '../views.ts'
import type { Grounds } from './retrieve.ts'

/** A turn with what was looked up for it: whatever the words say, what is one customer's own makes the answer theirs. */
export const withLookups = (lookups: readonly Lookup[], turn: Omit<PendingTurn, 'lookups'>): PendingTurn => ({
  ...turn,
  flags: concernsOne(lookups) && !turn.flags.includes('personal') ? [...turn.flags, 'personal'] : turn.flags,
  lookups,
})

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
  return withLookups(lookups, {
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
    ],
    slots,
    standsAlone,
    identity: resolution.identity,
    textHash,
    ...grounds,
  })
}

/** Messages before a question in which it is looked for what that is about. */
const longestMemory = 10

/** Whether a question may be about what was said before: it does not stand alone, or is about the customer's own. */
export const followsUp = ({ standsAlone, flags }: Pick<PendingTurn, 'standsAlone' | 'flags'>): boolean =>
  !standsAlone || flags.includes('personal')

/**
 * Looks up the records that a turn names, or where it names none and follows others, the last of those before it that its caller has sent
 * along; none for a caller with a system prompt of its own, as with passages.
 */
export const prefetch = (
  records: RecordStore | null,
  { data: { turnId } }: DomainEvent<'TurnResolved'>,
  facts: Facts,
  { configuration: { products } }: Views,
  signal: AbortSignal,
): Promise<readonly Lookup[]> | readonly Lookup[] => {
  const { message, tenant, userId, asker, systemPrompt, history } = facts.event('TurnReceived', turnId).data
  if (systemPrompt) return []
  const { enrichment } = facts.event('TurnEnriched', idOf.enriched(turnId)).data
  const { slots } = enrichment
  const said = function* (): Iterable<Said> {
    yield { message, slots }
    if (!followsUp(enrichment)) return
    const before = history.filter(({ role }) => role === 'user').slice(-longestMemory)
    for (const { content } of before.reverse()) yield { message: content, slots: extractSlots(content, products) }
  }
  return lookUp(records, { said: said(), tenant, userId, asker }, signal)
}
