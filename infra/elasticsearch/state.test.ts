import { describe, expect, it } from 'vitest'
import { at, eventOf, viewsOf } from '../../processors/fixtures.ts'
import type { EntryStored } from '../../schemas/types.ts'
import { type EntryEvent, fold, nothing } from './state.ts'

const entryId = 'semantic_cache:returns:e'
const stored = (policyEpoch: number) =>
  eventOf('EntryStored', { entryId, policyEpoch } as EntryStored, { timeMs: at }) as EntryEvent
const invalidated = (reason: string, policyEpoch: number, review = false) =>
  eventOf(
    'EntryInvalidated',
    { entryId, reason, by: 'x', policyEpoch, review, views: viewsOf().versions },
    { timeMs: at + 1 },
  ) as EntryEvent
const restored = eventOf('EntryRestored', { entryId, by: 'r', answer: null, policyEpoch: 2 }) as EntryEvent
const evicted = eventOf('EntryEvicted', { entryId, reason: 'unused' }) as EntryEvent

const after = (...events: readonly EntryEvent[]) => {
  const { entry, held } = events.reduce(fold, nothing)
  return { there: entry !== null, held }
}

describe('an entry', () => {
  it.each([
    ['is there when it is stored', [stored(1)], { there: true, held: false }],
    ['is gone when it is invalidated', [stored(1), invalidated('unhelpful', 1)], { there: false, held: false }],
    ['of a later epoch outlives a policy change', [stored(3), invalidated('policy', 3)], { there: true, held: false }],
    ['of an earlier epoch does not', [stored(2), invalidated('policy', 3)], { there: false, held: false }],
    [
      'that waits for a reviewer stays out',
      [invalidated('unhelpful', 1, true), stored(1)],
      { there: false, held: true },
    ],
    [
      'may be stored again when it is restored',
      [invalidated('unhelpful', 1, true), restored, stored(1)],
      { there: true, held: false },
    ],
    ['is gone when it is evicted', [stored(1), evicted], { there: false, held: false }],
  ] as const)('%s', (_, events, expected) => {
    expect(after(...events)).toEqual(expected)
  })

  it('is the very same where an event changes nothing, so that nothing is written', () => {
    for (const event of [invalidated('unhelpful', 1), restored, evicted]) expect(fold(nothing, event)).toBe(nothing)
    const held = fold(nothing, invalidated('unhelpful', 1, true))
    expect(fold(held, stored(1))).toBe(held)
  })
})
