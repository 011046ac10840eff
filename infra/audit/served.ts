import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import { purposeOf } from '../../processors/purpose.ts'
import type { EventType, TurnAnswered } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'

/** Who was served what: as much of an answered turn as it takes to tell whether it is asked about. */
export interface Served {
  readonly turnId: string
  readonly atMs: number
  readonly tenant: string
  readonly scene: string
  /** exact, hot, cold, model, faq or apology. */
  readonly source: string
  readonly model: string
  /** The entry that served it, or whose answer its model chose; null where the answer was written for it. */
  readonly entryId: string | null
  /** Policy epoch that the answer was made under, which may be long before it was served; -1 before the first change. */
  readonly madeUnder: number
  /** That it was served under. */
  readonly servedUnder: number
}

/** The event with an id, where the log has it and it can be read. */
export const findEvent = <T extends EventType>(
  log: Pick<EventIndex, 'find'>,
  type: T,
  id: string,
): DomainEvent<T> | null => {
  const record = log.find(id)
  if (!record) return null
  try {
    const event = fromRecord(record)
    return isType(event, type) ? event : null
  } catch {
    return null
  }
}

/** An entry has the epoch that it was judged by; what was written for the turn was written for its prompt. */
const madeUnder = (log: Pick<EventIndex, 'find'>, { turnId, views }: TurnAnswered, entryId: string | null): number => {
  if (entryId === null)
    return findEvent(log, 'PromptBuilt', idOf.prompt(turnId))?.data.views.policyEpoch ?? views.policyEpoch
  const resolution = findEvent(log, 'TurnResolved', idOf.resolved(turnId))?.data.resolution
  const entry = resolution?.candidates.find(candidate => candidate.entryId === entryId)
  return entry?.policyEpoch ?? views.policyEpoch
}

/** What an answer says of who was served; null where nobody was, because no customer had asked. */
export const servedBy = (
  log: Pick<EventIndex, 'find'>,
  { timeMs, data }: DomainEvent<'TurnAnswered'>,
): Served | null => {
  if (purposeOf(data.turnId) !== 'answer') return null
  const { turnId, tenant, scene, source, model, views } = data
  const entryId = data.entryId ?? data.choice?.entryId ?? null
  return {
    ...{ turnId, atMs: timeMs, tenant, scene, source, model, entryId },
    madeUnder: madeUnder(log, data, entryId),
    servedUnder: views.policyEpoch,
  }
}
