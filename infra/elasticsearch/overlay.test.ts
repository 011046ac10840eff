import { expect, it } from 'vitest'
import { vectorToBytes } from '../../processors/enrich/vector.ts'
import { entryIdOf, invalidatedOf, storedOf } from '../../processors/entry.fixtures.ts'
import { at, vectorOf } from '../../processors/fixtures.ts'
import { setOf } from '../cache/store.ts'
import { createOverlay } from './overlay.ts'
import { fold, nothing } from './state.ts'

const entryId = entryIdOf('e')
const set = setOf('i', 'm')
const storedAlong = (axis: number) =>
  storedOf('e', { vector: vectorToBytes(vectorOf(axis)), policyEpoch: 1, expiresAtMs: at + 1 })
const invalidated = invalidatedOf('e', { epoch: 1 })
const there = fold(nothing, storedAlong(1))

it('a removal counts on top of what a search found, from the moment it is accepted', () => {
  const overlay = createOverlay(384)
  expect(overlay.over(entryId, { state: there, version: 1n }).state.entry).not.toBeNull()
  overlay.accept({ entryId, version: 2n, event: invalidated })
  expect(overlay.over(entryId, { state: there, version: 1n }).state.entry).toBeNull()
})

it('what a search found that is newer than all that was accepted is left as it is', () => {
  const overlay = createOverlay(384)
  overlay.accept({ entryId, version: 2n, event: invalidated })
  expect(overlay.over(entryId, { state: there, version: 3n })).toEqual({ state: there, version: 3n })
})

it('an entry is found by its vector from the moment its state is known until it is forgotten', () => {
  const overlay = createOverlay(384)
  const near = () => overlay.nearest(set, vectorOf(1), 5, at)
  overlay.accept({ entryId, version: 1n, event: storedAlong(1) })
  expect([near(), overlay.known(entryId)]).toEqual([[], null])
  overlay.folded(entryId, { state: there, version: 1n })
  expect(near()).toEqual([entryId])
  overlay.written([entryId])
  overlay.forget(overlay.writtenIds())
  expect([near(), overlay.size]).toEqual([[], 0])
})

it('nothing is forgotten that was changed after it was written, or again after it was seen', () => {
  const overlay = createOverlay(384)
  overlay.accept({ entryId, version: 1n, event: storedAlong(1) })
  overlay.folded(entryId, { state: there, version: 1n })
  overlay.written([entryId])
  const seen = overlay.writtenIds()
  overlay.accept({ entryId, version: 2n, event: invalidated })
  overlay.forget(seen)
  expect(overlay.known(entryId)?.state.entry).toBeNull()
  overlay.folded(entryId, { state: fold(there, invalidated), version: 2n })
  overlay.written([entryId])
  overlay.forget(seen)
  expect(overlay.size).toBe(1)
})
