import { foldedTypes } from '../../processors/entry.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import type { EventType, TopicName } from '../../schemas/types.ts'
import type { AnyDecider } from '../runtime/decide.ts'

/** What recorders write of themselves: it names no cause, and a shadow writes its own. */
const recorded: readonly EventType[] = ['EntryUsed', 'ConfidenceMeasured', 'EntrySwept', 'LoadMeasured']

const typeOf = ({ headers }: StoredRecord): string => headers.ce_type?.slice('turnstream.'.length) ?? ''

/**
 * Whether somebody outside the topology made a record: customers, operators, the clock of a task, the health of a provider. A turn may name a cause
 * that its producer knows; those that the topology asks itself come from `ask`.
 */
export const isFromOutside = (record: StoredRecord): boolean => {
  const type = typeOf(record)
  if (type === 'TurnReceived') return record.headers.ce_source !== 'ask'
  return record.headers.ce_causationid === undefined && !(recorded as readonly string[]).includes(type)
}

/** Topics that carry something from outside. */
export const outsideTopics: readonly TopicName[] = [
  'policy.changes',
  'control',
  'documents',
  'tasks',
  'chat.turns',
  'feedback.events',
]

/** Types that what stands at an instant is folded from: states of deciders, caches, and calls that are under way. */
export const foldedFrom = (deciders: readonly AnyDecider[]): ReadonlySet<EventType> =>
  new Set<EventType>([
    ...deciders.flatMap(({ journal }) => journal),
    ...foldedTypes,
    'InferenceRequested',
    'InferenceCompleted',
    'InferenceFailed',
  ])

/** Topics that are small, and that a shadow needs whole from before its range: what was in force, and what documents there were. */
export const copiedTopics: readonly TopicName[] = ['policy.changes', 'control', 'documents', 'passages']

export const isOfType = (record: StoredRecord, types: ReadonlySet<EventType>): boolean =>
  types.has(typeOf(record) as EventType)

/** A call's end; null for any other event. */
export const endedCall = (event: DomainEvent): string | null =>
  event.type === 'InferenceCompleted' || event.type === 'InferenceFailed' ? event.data.callId : null
