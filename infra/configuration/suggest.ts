import MiniSearch from 'minisearch'

/** Pairs of neighbouring letters: they survive a letter mistaken, missing or moved, and another way to join the words. */
const pairsOf = (text: string): string[] => {
  const letters = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return [...new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2)))]
}

/** So much of a name must be in the one suggested for it, and so much the two must have in common (Dice's coefficient). */
const leastShare = 0.6
const leastLikeness = 0.4

/** The name that was probably meant; null where none is near. */
export const nearest = (name: string, names: readonly string[]): string | null => {
  const index = new MiniSearch<{ id: string; letters: string }>({ fields: ['letters'], tokenize: pairsOf })
  index.addAll(names.map(id => ({ id, letters: id })))
  const pairs = pairsOf(name).length
  const best = index
    .search(name)
    .find(
      ({ id, terms: { length: common } }) =>
        common >= leastShare * pairs && 2 * common >= leastLikeness * (pairs + pairsOf(id).length),
    )
  return (best?.id as string | undefined) ?? null
}
