import { describe, expect, it } from 'vitest'
import type { EntryStored } from '../schemas/types.ts'
import { evictedOf, invalidatedOf, promotedOf, restoredOf, storedOf } from './entry.fixtures.ts'
import { type EntryEvent, type EntryState, foldEntry, noEntry } from './entry.ts'
import { at } from './fixtures.ts'

const fold = (state: EntryState<EntryStored>, event: EntryEvent) => foldEntry(state, event, stored => stored)
const stored = (policyEpoch: number, storedAtMs = at) => storedOf('e', { policyEpoch, storedAtMs })
const policy = (epoch: number) => invalidatedOf('e', { reason: 'policy', epoch })
const invalidated = invalidatedOf('e')
const marked = invalidatedOf('e', { review: true })
const restored = restoredOf('e')
const promoted = promotedOf('e', at + 9)

const after = (...events: readonly EntryEvent[]) => {
  const { entry, held, hotUntilMs } = events.reduce(fold, noEntry)
  return { there: entry !== null, held, hot: hotUntilMs > 0 }
}

describe('an entry', () => {
  it.each<[string, readonly EntryEvent[], { there: boolean; held: boolean; hot: boolean }]>([
    ['is there when it is stored', [stored(1)], { there: true, held: false, hot: false }],
    ['is gone when it is invalidated', [stored(1), invalidated], { there: false, held: false, hot: false }],
    ['of a later epoch outlives a policy change', [stored(3), policy(3)], { there: true, held: false, hot: false }],
    ['of an earlier epoch does not', [stored(2), policy(3)], { there: false, held: false, hot: false }],
    ['that waits for a reviewer stays out', [marked, stored(1)], { there: false, held: true, hot: false }],
    ['may be stored again when restored', [marked, restored, stored(1)], { there: true, held: false, hot: false }],
    ['is gone when it is evicted', [stored(1), evictedOf('e')], { there: false, held: false, hot: false }],
    ['is gone as it was', [stored(1, at), evictedOf('e', at)], { there: false, held: false, hot: false }],
    [
      'stored since an eviction was decided outlives it',
      [stored(1, at + 1), evictedOf('e', at)],
      { there: true, held: false, hot: false },
    ],
    ['is hot when it is promoted', [stored(1), promoted], { there: true, held: false, hot: true }],
    ['is cold when it is demoted', [stored(1), promoted, promotedOf('e', 0)], { there: true, held: false, hot: false }],
    ['stays hot when it is stored again', [stored(1), promoted, stored(1)], { there: true, held: false, hot: true }],
    [
      'that was gone meanwhile begins cold',
      [stored(1), promoted, invalidated, stored(1)],
      { there: true, held: false, hot: false },
    ],
    ['that is spared stays hot', [stored(3), promoted, policy(3)], { there: true, held: false, hot: true }],
    ['that is not there is not promoted', [promoted, stored(1)], { there: true, held: false, hot: false }],
  ])('%s', (_, events, expected) => {
    expect(after(...events)).toEqual(expected)
  })

  it('is the very same where an event changes nothing, so that nothing is written', () => {
    for (const event of [invalidated, restored, evictedOf('e'), promoted]) expect(fold(noEntry, event)).toBe(noEntry)
    const held = fold(noEntry, marked)
    expect(fold(held, stored(1))).toBe(held)
    const hot = [stored(2), promoted].reduce<EntryState<EntryStored>>(fold, noEntry)
    for (const event of [promoted, policy(2), restored, evictedOf('e', at - 1)]) expect(fold(hot, event)).toBe(hot)
  })
})
