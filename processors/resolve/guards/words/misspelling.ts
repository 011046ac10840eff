/** Below it, two words an edit apart are two words as often as not: cat and cart. */
const shortest = 6

/** Where two texts begin to differ. */
const firstDifference = (one: string, other: string): number => {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  return at
}

/**
 * Whether one of two words looks like a slip of the other: two neighbouring letters in the other order, or one letter of a
 * pair left out. Another letter, or one more, is a word of its own too often: `batter` and `better`, `hotel` and `hostel`.
 */
export const isMisspelling = (one: string, other: string): boolean => {
  if (one === other || Math.min(one.length, other.length) < shortest - 1 || one[0] !== other[0]) return false
  const at = firstDifference(one, other)
  if (one.length === other.length) {
    return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2)
  }
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one]
  return longer.length >= shortest && longer[at] === longer[at - 1] && shorter.slice(at) === longer.slice(at + 1)
}
