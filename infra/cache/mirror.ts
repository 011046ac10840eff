import { LRUCache } from 'lru-cache'
import { isEntryEvent } from '../../processors/entry.ts'
import type { ExactEntries, ShownHit } from '../../processors/ports/exact.ts'
import { keywordsOf } from '../../processors/resolve/hit.ts'
import { entryIdOf } from '../../processors/resolve/identity.ts'

/** Characters of text in the entries that are kept. */
const mostCharacters = 8 * 2 ** 20

/**
 * Keeps the hot entries that are asked for in this process, so that they cost no request. What is kept goes when its events are applied, after
 * the store has them: from then on no lookup can bring the older state back, and one that began before does not
 * keep what it finds. While the store is in trouble nothing is served from here either, for then removals may be unknown.
 */
export const mirrorHot = (store: ExactEntries): ExactEntries => {
  const kept = new LRUCache<string, ShownHit>({
    maxSize: mostCharacters,
    sizeCalculation: ({ candidate, answer }) => 500 + 2 * candidate.question.length + answer.text.length,
  })
  /** Rises with every change that is applied. */
  let changes = 0
  const forgetAll = (): void => {
    changes++
    kept.clear()
  }
  const recall = (entryId: string, nowMs: number, keywords: boolean): ShownHit | null => {
    const known = kept.get(entryId)
    if (!known || store.trouble() !== null) return null
    const layer = known.exactUntilMs > nowMs ? 'exact' : 'hot'
    if (layer === 'hot' && known.hotUntilMs <= nowMs) return null
    const { candidate, answer } = known
    return {
      ...known,
      candidate: { ...candidate, layer, keywords: keywords ? keywordsOf(candidate.question, answer.text) : '' },
    }
  }
  return {
    ...store,
    exact: async (exactKey, nowMs, keywords) => {
      const entryId = entryIdOf(exactKey)
      const known = recall(entryId, nowMs, keywords)
      if (known) return known
      const before = changes
      const found = await store.exact(exactKey, nowMs, keywords)
      if (found && found.hotUntilMs > nowMs && changes === before) kept.set(entryId, found)
      return found
    },
    begin: () => {
      forgetAll()
      return store.begin()
    },
    apply: async (partition, events, next) => {
      const folded = await store.apply(partition, events, next)
      if (!folded) forgetAll()
      for (const { event } of events)
        if (isEntryEvent(event)) {
          changes++
          kept.delete(event.data.entryId)
        }
      return folded
    },
    clear: () => {
      forgetAll()
      return store.clear()
    },
  }
}
