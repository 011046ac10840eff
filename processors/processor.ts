import type { EventType, TopicName } from '../schemas/types.ts'
import type { DomainEvent } from './event.ts'
import type { Views } from './views.ts'

/** Reads immutable facts of the log by id; what it returns can never change, so a decision may rest on it. */
export interface Facts {
  /** The event with this id. Throws GATHER_FAILED where the log does not have it. */
  event<T extends EventType>(type: T, id: string): DomainEvent<T>
  find<T extends EventType>(type: T, id: string): DomainEvent<T> | null
}

/**
 * A decider: pure, microseconds, no clock, no random, no I/O. `gather` is its one impure step: it runs before the
 * decision and outside any transaction, and what it returns is written into the outputs, from where `recall` reads it
 * back, so that every decision can be decided again from the log alone.
 */
export interface Decider<State = unknown, Gathered = unknown> {
  readonly kind: 'decider'
  readonly name: string
  readonly inputs: readonly TopicName[]
  readonly reactsTo: readonly EventType[]
  readonly outputs: readonly TopicName[]
  /** The types of its own outputs that fold its state; none for a stateless decider. */
  readonly journal: readonly EventType[]
  /** Key of the state that an input or a journal event belongs to. Defaults to the record key. */
  stateKey?(event: DomainEvent): string
  /** The versions of the views under which the gateway has already decided this input; null where it has not. */
  readsAt?(input: DomainEvent, facts: Facts): Views['versions'] | null
  /** Nobody waits for what comes of this input: it may wait a moment for others to share a commit with. */
  patient?(input: DomainEvent): boolean
  initialState(): State
  evolve(state: State, event: DomainEvent): State
  gather(input: DomainEvent, facts: Facts, views: Views, signal: AbortSignal): Promise<Gathered> | Gathered
  /** What was gathered, from the recorded outputs. */
  recall(outputs: readonly DomainEvent[], input: DomainEvent, facts: Facts, views: Views): Gathered
  /** Outputs carry the input's id as cause and its subject, so that replay finds what an input led to. */
  decide(state: State, input: DomainEvent, gathered: Gathered, views: Views): readonly DomainEvent[]
}

/** An effect: slow, paid or impure. Answers a `*Requested` event with `*Completed` or `*Failed`; never throws for those. */
export interface Effect {
  readonly kind: 'effect'
  readonly name: string
  readonly inputs: readonly TopicName[]
  readonly reactsTo: readonly EventType[]
  readonly outputs: readonly TopicName[]
  /** Events of one lane run one after another. */
  lane(event: DomainEvent): string
  /** Resolves when the event may be run, or the signal aborts; null where it may be at once. Until then it takes nobody's place. */
  ready?(event: DomainEvent, signal: AbortSignal): Promise<unknown> | null
  run(event: DomainEvent, context: EffectContext): Promise<readonly DomainEvent[]>
  /** What to answer where what `run` gave cannot be recorded: whoever asked must not wait for ever. */
  unrecordable?(event: DomainEvent, error: unknown): readonly DomainEvent[]
}

export interface EffectContext {
  readonly facts: Facts
  readonly views: Views
  /** Aborted when the partition moves or the process drains. */
  readonly signal: AbortSignal
  /** True where a previous owner may have begun this effect: a paid call may have been billed. */
  readonly redelivered: boolean
}

export type Processor = Decider<never, never> | Effect

/** Declares a decider; the runtime sees all of them alike. */
export const decider = <State, Gathered>(
  definition: Omit<Decider<State, Gathered>, 'kind'>,
): Decider<State, Gathered> => ({ kind: 'decider', ...definition })
