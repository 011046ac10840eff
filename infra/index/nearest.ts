export interface Near<T = string> {
  readonly id: T
  /** Cosine of L2-normalised vectors. */
  readonly similarity: number
}

/** Keeps the `limit` nearest of what is added. */
export interface Nearest<T> {
  add(id: T, similarity: number): void
  /** Nearest first, ties by id. */
  sorted(): readonly Near<T>[]
  /** Less near than this need not be added. */
  least(): number
}

export const createNearest = <T extends string | number>(limit: number): Nearest<T> => {
  const best: Near<T>[] = []
  let least = limit > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const precedes = (id: T, similarity: number, other: Near<T>): boolean =>
    similarity > other.similarity || (similarity === other.similarity && id < other.id)
  return {
    add: (id, similarity) => {
      if (similarity < least) return
      let place = best.length
      while (place > 0 && precedes(id, similarity, best[place - 1]!)) place--
      best.splice(place, 0, { id, similarity })
      if (best.length > limit) best.pop()
      if (best.length === limit) least = best.at(-1)?.similarity ?? least
    },
    sorted: () => best,
    least: () => least,
  }
}
