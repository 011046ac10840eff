import type { EventData, EventType } from '../schemas/types.ts'

/** What every event carries beside its data; CloudEvents 1.0 attributes on the wire. */
interface Envelope<T extends EventType> {
  /** Derived from the cause, so that a duplicate is recognised: `ce_id`. */
  readonly id: string
  readonly type: T
  /** Record key; decides the partition. */
  readonly key: string
  /** Event time, ms since 1970: `ce_time`. */
  readonly timeMs: number
  /** The processor or channel that made it: `ce_source`. */
  readonly source: string
  /** The turn, entry or policy it is about: `ce_subject`. */
  readonly subject: string
  /** Id of the event that caused it, null for one from outside: `ce_causationid`. */
  readonly cause: string | null
  readonly data: EventData[T]
}

/** An event of one of the types T; narrows on `type`. */
export type DomainEvent<T extends EventType = EventType> = T extends EventType ? Envelope<T> : never

export const isType = <T extends EventType>(event: DomainEvent, ...types: T[]): event is DomainEvent<T> =>
  (types as EventType[]).includes(event.type)

/** The ids of a turn's events, all derived from the turn, and those that marks and verdicts lead to, derived from them. */
export const idOf = {
  enriched: (turnId: string): string => `${turnId}.enriched`,
  exposed: (turnId: string): string => `${turnId}.exposed`,
  resolved: (turnId: string): string => `${turnId}.resolved`,
  queued: (turnId: string): string => `${turnId}.queued`,
  prompt: (turnId: string): string => `${turnId}.prompt`,
  settled: (turnId: string): string => `${turnId}.settled`,
  route: (turnId: string): string => `${turnId}.route`,
  call: (turnId: string, attempt: number): string => `${turnId}.call.${attempt}`,
  requested: (callId: string): string => `${callId}.requested`,
  completed: (callId: string): string => `${callId}.completed`,
  failed: (callId: string): string => `${callId}.failed`,
  answered: (turnId: string): string => `${turnId}.answered`,
  proposed: (turnId: string): string => `${turnId}.proposed`,
  ledger: (turnId: string): string => `${turnId}.ledger`,
  reviewOpened: (reviewId: string): string => `${reviewId}.opened`,
  reviewDecided: (verdictId: string): string => `${verdictId}.decided`,
  entryReviewed: (verdictId: string): string => `${verdictId}.reviewed`,
  entryRestored: (verdictId: string): string => `${verdictId}.restored`,
} as const
