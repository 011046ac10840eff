import { hash } from 'node:crypto'
import type { DomainEvent } from '../../processors/event.ts'
import type { Decider } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'

/** Keyed states while a batch is decided: reads through to what is committed, keeps what the batch changes. */
export interface States<S> {
  get(key: string): S
  /** Null forgets the key: it is as at first. */
  set(key: string, state: S): void
}

const longestKey = 256

/** Key of the state that an event belongs to. A key that anyone may have made of any length is hashed when it is long. */
export const stateKeyOf = (decider: Pick<AnyDecider, 'stateKey'>, event: DomainEvent): string => {
  const key = decider.stateKey?.(event) ?? event.key
  return key.length > longestKey ? `sha256:${hash('sha256', key)}` : key
}

/**
 * One step of a decider, the same in the runtime, in the driver and in replay: decide, then fold the state from what
 * was decided. An input that belongs to the journal is folded first, which only a decider with a single input topic may
 * ask for: inputs of several topics have no total order.
 */
export const step = <S, G>(
  decider: Decider<S, G>,
  states: States<S>,
  input: DomainEvent,
  gathered: G,
  views: Views,
): readonly DomainEvent[] => {
  const keyOf = (event: DomainEvent): string => stateKeyOf(decider, event)
  const fold = (event: DomainEvent): void => {
    if (!decider.journal.includes(event.type)) return
    const key = keyOf(event)
    const before = states.get(key)
    const after = decider.evolve(before, event)
    if (after !== before) states.set(key, after)
  }
  const state = decider.journal.length > 0 ? states.get(keyOf(input)) : decider.initialState()
  const outputs = decider.decide(state, input, gathered, views)
  fold(input)
  for (const output of outputs) fold(output)
  return outputs
}

export type AnyDecider = Decider<unknown, unknown>
