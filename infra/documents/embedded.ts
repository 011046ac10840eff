import { bytesToVector } from '../../processors/enrich/vector.ts'
import type { PassagesWritten } from '../../schemas/types.ts'
import { dot } from '../index/dot.ts'
import { createNearest } from '../index/nearest.ts'
import { createVectorIndex } from '../index/vectors.ts'
import { askedTerms, type Considered, depths, type Kept, mostWorth, passageId, passageTerms, rarity } from './rank.ts'
import type { PassageStore } from './store.ts'

interface Indexed {
  readonly tenant: string
  readonly kept: Kept
  readonly vector: Float32Array | null
  readonly terms: ReadonlySet<string>
}

const indexedOf = (key: string, written: PassagesWritten, dimensions: number): readonly Indexed[] => {
  const { documentId, revision, scene, tenant, passages } = written
  return passages.map(({ heading, text, vector }, n) => ({
    tenant,
    kept: { id: passageId(key, n + 1), number: n + 1, documentId, revision, scene, heading, text },
    vector: vector?.length === dimensions * Float32Array.BYTES_PER_ELEMENT ? bytesToVector(vector) : null,
    terms: new Set(passageTerms({ heading, text })),
  }))
}

/** Passages in the memory of this process. */
export const openEmbeddedPassages = (dimensions: number): PassageStore => {
  const documents = new Map<string, readonly Indexed[]>()
  const passages = new Map<string, Indexed>()
  /** Who has a term. */
  const having = new Map<string, Set<Indexed>>()
  const vectors = createVectorIndex({
    dimensions,
    vectorOf: id => passages.get(id)?.vector ?? null,
    limit: Number.MAX_SAFE_INTEGER,
  })
  const never = new AbortController().signal

  const forget = (key: string): void => {
    for (const indexed of documents.get(key) ?? []) {
      passages.delete(indexed.kept.id)
      vectors.remove(indexed.kept.id)
      for (const term of indexed.terms) {
        const those = having.get(term)!
        those.delete(indexed)
        if (those.size === 0) having.delete(term)
      }
    }
    documents.delete(key)
  }
  const put = (indexed: Indexed): void => {
    passages.set(indexed.kept.id, indexed)
    if (indexed.vector) vectors.add(indexed.tenant, indexed.kept.id, indexed.vector, Number.POSITIVE_INFINITY)
    for (const term of indexed.terms) {
      const those = having.get(term)
      if (those) those.add(indexed)
      else having.set(term, new Set([indexed]))
    }
  }
  const byWords = (terms: readonly string[], tenant: string, limit: number): readonly string[] => {
    const scores = new Map<string, number>()
    for (const term of terms) {
      const those = having.get(term)
      if (!those) continue
      const each = rarity(those.size, passages.size)
      for (const indexed of those)
        if (indexed.tenant === tenant) scores.set(indexed.kept.id, (scores.get(indexed.kept.id) ?? 0) + each)
    }
    const best = createNearest<string>(limit)
    for (const [id, score] of scores) best.add(id, score)
    return best.sorted().map(({ id }) => id)
  }

  return {
    lost: () => never,
    ready: async () => {},
    apply: async changes => {
      for (const { key, written } of changes) {
        forget(key)
        if (!written) continue
        const indexed = indexedOf(key, written, dimensions)
        documents.set(key, indexed)
        for (const each of indexed) put(each)
      }
    },
    search: async ({ text, vector, tenant, scene }, limit) => {
      const terms = askedTerms(text)
      const considered = new Map<string, Considered>()
      const consider = (id: string, cosine: number | null): void => {
        const { kept, terms: its } = passages.get(id)!
        considered.set(id, { kept, cosine, has: term => its.has(term) })
      }
      for (const id of byWords(terms, tenant, Math.max(limit, vector ? depths.words : depths.wordsAlone))) {
        const its = passages.get(id)!.vector
        consider(id, vector && (its ? dot(vector, its) : 0))
      }
      if (vector)
        for (const { id, similarity } of vectors.search(tenant, vector, depths.meaning, 0)) consider(id, similarity)
      return mostWorth(
        considered.values(),
        { terms, having: term => having.get(term)?.size ?? 0, passages: passages.size, scene },
        limit,
      )
    },
    trouble: () => null,
    close: async () => {},
  }
}
