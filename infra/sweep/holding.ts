import { type EntryState, foldEntry, isEntryEvent, noEntry } from '../../processors/entry.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { admit } from '../../processors/learn/admit.ts'
import type { Facts } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'
import type { EntryStored } from '../../schemas/types.ts'

/** What a cache holds of one question, and what admission remembers of it. Never changed, so that configurations in which the same has happened share it. */
export interface Holding {
  readonly admitted: ReturnType<typeof admit.initialState>
  readonly cached: EntryState<EntryStored>
}

export const nothingHeld: Holding = { admitted: admit.initialState(), cached: noEntry }

/** Its vector is with the questions, and is most of an entry. */
const kept = (stored: EntryStored): EntryStored => ({
  ...stored,
  vector: null,
  answerVector: stored.answerVector && Buffer.from(stored.answerVector),
})

const journal: ReadonlySet<string> = new Set(admit.journal)

/** A holding after an event of its entry, by the rules of every cache and of admission; the very same where nothing changes. */
export const holdingAfter = (before: Holding, event: DomainEvent): Holding => {
  const cached = isEntryEvent(event) ? foldEntry(before.cached, event, kept) : before.cached
  const admitted = journal.has(event.type) ? admit.evolve(before.admitted, event) : before.admitted
  return cached === before.cached && admitted === before.admitted ? before : { admitted, cached }
}

/** A holding after an answer was proposed, which admission decides on. */
export const holdingWith = (
  before: Holding,
  proposal: DomainEvent<'EntryProposed'>,
  facts: Facts,
  views: Views,
): Holding => admit.decide(before.admitted, proposal, facts, views).reduce(holdingAfter, before)
