import type { States } from '../runtime/decide.ts'

/** States of a decider by key, in memory. */
export const statesOf = <S>(initialState: () => S): States<S> => {
  const states = new Map<string, S>()
  return { get: key => states.get(key) ?? initialState(), set: (key, state) => void states.set(key, state) }
}
