import { describe, expect, it } from 'vitest'
import {
  entryIdOf,
  evictedOf,
  invalidatedOf,
  promotedOf,
  restoredOf,
  storedOf,
  sweptOf,
  usedOf,
} from '../entry.fixtures.ts'
import type { DomainEvent } from '../event.ts'
import { at, configurationOf, viewsOf } from '../fixtures.ts'
import { promote } from './decide.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const views = (cache: object = {}) => viewsOf({ configuration: configurationOf({ cache }) })
const month = { expiresAtMs: at + 30 * dayMs, exactExpiresAtMs: at + hourMs }

/** Runs inputs through the decider as the runtime does; gives what it decided, in short. */
const decided = (inputs: readonly DomainEvent[], under = views()): readonly string[] => {
  let state = promote.initialState()
  return inputs.flatMap(input => {
    const outputs = promote.decide(state, input, null, under)
    for (const event of [input, ...outputs])
      if (promote.journal.includes(event.type)) state = promote.evolve(state, event)
    return outputs.map(event => {
      if (event.type === 'EntryEvicted') return `${event.data.reason} at ${(event.timeMs - at) / hourMs} h`
      if (event.type !== 'EntryPromoted') return event.type
      const { layer, hits, untilMs } = event.data
      return layer === 'hot' ? `hot by ${hits} until ${(untilMs - at) / hourMs} h` : `cold by ${hits}`
    })
  })
}
const stored = storedOf('e', month)

describe('an entry is promoted', () => {
  it('by the use that reaches the threshold, not before, and by no use after it', () => {
    expect(decided([stored, usedOf('e', 4)])).toEqual([])
    expect(decided([stored, usedOf('e', 4), usedOf('e', 1), usedOf('e', 9)])).toEqual(['hot by 5 until 24 h'])
  })
  it('by uses that several processes counted apart, in whatever order they come', () => {
    const [a, b, c] = [usedOf('e', 2, at + 30), usedOf('e', 2, at + 10), usedOf('e', 1, at + 20)]
    expect(decided([stored, a, b, c])).toHaveLength(1)
    expect(decided([stored, c, b, a])).toHaveLength(1)
  })
  it('by uses within the window alone', () => {
    expect(decided([stored, usedOf('e', 4), usedOf('e', 1, at + hourMs)])).toEqual([])
    expect(
      decided([stored, usedOf('e', 4), usedOf('e', 1, at + hourMs)], views({ hot: { windowMs: 2 * hourMs } })),
    ).toEqual(['hot by 5 until 25 h'])
  })
  it('never beyond its own expiry', () => {
    expect(decided([storedOf('e', { expiresAtMs: at + hourMs }), usedOf('e', 5)])).toEqual(['hot by 5 until 1 h'])
    expect(decided([storedOf('e', { expiresAtMs: at }), usedOf('e', 5)])).toEqual([])
  })
  it('again while it is in use, when half of its time has passed', () => {
    const used = (hours: number) => usedOf('e', 5, at + hours * hourMs)
    expect(decided([stored, used(0), used(11), used(12), used(13)])).toEqual([
      'hot by 5 until 24 h',
      'hot by 5 until 36 h',
    ])
  })
  it('not at all where that is off, where it is gone, or where it waits for a reviewer', () => {
    expect(decided([stored, usedOf('e', 99)], views({ hot: { promoteAt: 0 } }))).toEqual([])
    expect(decided([usedOf('e', 99)])).toEqual([])
    expect(decided([stored, usedOf('e', 4), invalidatedOf('e'), usedOf('e', 99)])).toEqual([])
    expect(decided([invalidatedOf('e', { review: true }), stored, usedOf('e', 99)])).toEqual([])
  })
  it('by uses of its own: what it had before it was taken out counts no more', () => {
    expect(decided([stored, usedOf('e', 4), invalidatedOf('e'), stored, usedOf('e', 1)])).toEqual([])
    expect(decided([invalidatedOf('e', { review: true }), restoredOf('e'), stored, usedOf('e', 5)])).toHaveLength(1)
  })
  it('with what it had used before, where it is merely stored again', () => {
    expect(decided([stored, usedOf('e', 4), stored, usedOf('e', 1)])).toEqual(['hot by 5 until 24 h'])
  })
})

describe('a sweep', () => {
  const hot = [stored, usedOf('e', 5)]
  it('demotes a hot entry whose uses have fallen below the threshold, and spares one whose have not', () => {
    expect(decided([...hot, sweptOf('e', at + 30 * minuteMs)])).toEqual(['hot by 5 until 24 h'])
    expect(decided([...hot, usedOf('e', 2, at + hourMs), sweptOf('e', at + 90 * minuteMs)])).toHaveLength(1)
    expect(decided([...hot, usedOf('e', 1, at + hourMs), sweptOf('e', at + 90 * minuteMs)])).toEqual([
      'hot by 5 until 24 h',
      'cold by 1',
    ])
  })
  it('demotes one whose time is up, once', () => {
    const late = usedOf('e', 3, at + 24 * hourMs)
    const sweeps = [sweptOf('e', at + 24 * hourMs), sweptOf('e', at + 25 * hourMs)]
    expect(decided([...hot, late, ...sweeps])).toEqual(['hot by 5 until 24 h', 'cold by 3'])
  })
  it('evicts a cold entry that nobody has used for as long as the configuration says, and no other', () => {
    expect(decided([stored, sweptOf('e', at + 7 * dayMs - 1)])).toEqual([])
    expect(decided([stored, sweptOf('e', at + 7 * dayMs)])).toEqual(['unused at 168 h'])
    const used = usedOf('e', 1, at + dayMs)
    expect(decided([stored, used, sweptOf('e', at + 8 * dayMs - 1)])).toEqual([])
    expect(decided([stored, used, sweptOf('e', at + 8 * dayMs)])).toEqual(['unused at 192 h'])
    expect(decided([stored, sweptOf('e', at + dayMs)], views({ cold: { unusedMs: dayMs } }))).toHaveLength(1)
  })
  it('demotes a hot entry before it evicts it', () => {
    const sweeps = [sweptOf('e', at + 20 * dayMs), sweptOf('e', at + 20 * dayMs + 1)]
    expect(decided([...hot, ...sweeps])).toEqual([
      'hot by 5 until 24 h',
      'cold by 0',
      `unused at ${480 + 1 / hourMs} h`,
    ])
  })
  it('does not evict a hot entry for want of use: it is demoted first, or its time is up', () => {
    const patient = views({ hot: { demoteBelow: 0, ttlMs: 20 * dayMs } })
    expect(decided([...hot, sweptOf('e', at + 19 * dayMs)], patient)).toEqual(['hot by 5 until 480 h'])
  })
  it('evicts what has expired, hot or cold, some time after it has', () => {
    const short = storedOf('e', { expiresAtMs: at + hourMs })
    expect(decided([short, sweptOf('e', at + 2 * hourMs - 1)])).toEqual([])
    expect(decided([short, sweptOf('e', at + 2 * hourMs)])).toEqual(['expired at 2 h'])
    expect(decided([short, usedOf('e', 5), sweptOf('e', at + 2 * hourMs)]).at(-1)).toBe('expired at 2 h')
  })
  it('evicts what was neither stored nor served since the instant before which there is no room, hot or cold', () => {
    const full = (sinceMs: number) => sweptOf('e', at + 2 * hourMs, sinceMs)
    expect(decided([stored, full(at - 1)])).toEqual([])
    expect(decided([stored, full(at)])).toEqual(['room at 2 h'])
    expect(decided([stored, usedOf('e', 1, at + hourMs), full(at)])).toEqual([])
    expect(decided([stored, usedOf('e', 5, at + hourMs), full(at + hourMs)])).toEqual([
      'hot by 5 until 25 h',
      'room at 2 h',
    ])
  })
  it('that comes twice, or by an entry that is gone, decides nothing', () => {
    expect(decided([stored, sweptOf('e', at + 7 * dayMs), sweptOf('e', at + 7 * dayMs + 1)])).toHaveLength(1)
    expect(decided([sweptOf('e', at + 7 * dayMs)])).toEqual([])
  })
  it('names the entry as it was, so that one stored meanwhile stays', () => {
    const state = promote.evolve(null, stored)
    expect(promote.decide(state, sweptOf('e', at + 7 * dayMs), null, views())).toEqual([
      expect.objectContaining({ key: entryIdOf('e'), data: expect.objectContaining({ storedAtMs: at }) }),
    ])
  })
})

it('nothing is remembered of an entry that is gone', () => {
  const after = (...events: readonly DomainEvent[]) => events.reduce(promote.evolve, promote.initialState())
  expect(after(stored, usedOf('e', 3), promotedOf('e', at + 1), evictedOf('e'))).toBeNull()
  expect(after(stored, invalidatedOf('e'), usedOf('e', 3))).toBeNull()
})
