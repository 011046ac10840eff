import { bytesToVector } from '../../processors/enrich/vector.ts'
import type { PassagesWritten } from '../../schemas/types.ts'
import { dot } from '../index/dot.ts'
import { askedTerms, type Considered, type Kept, mostWorth, passageId, passageTerms } from './rank.ts'
import type { PassageStore } from './store.ts'

interface Indexed {
  readonly tenant: string
  readonly kept: Kept
  readonly vector: Float32Array | null
  readonly terms: ReadonlySet<string>
}

const indexedOf = (key: string, written: PassagesWritten): readonly Indexed[] => {
  const { documentId, revision, scene, tenant, passages } = written
  return passages.map(({ heading, text, vector }, n) => ({
    tenant,
    kept: { id: passageId(key, n + 1), number: n + 1, documentId, revision, scene, heading, text },
    vector: vector && bytesToVector(vector),
    terms: new Set(passageTerms({ heading, text })),
  }))
}

/** Passages in the memory of this process, all of a tenant compared with each question. */
export const openEmbeddedPassages = (): PassageStore => {
  const documents = new Map<string, readonly Indexed[]>()
  /** How many passages have a term. */
  const having = new Map<string, number>()
  let passages = 0
  const never = new AbortController().signal

  const count = (of: readonly Indexed[], step: 1 | -1): void => {
    passages += step * of.length
    for (const { terms } of of)
      for (const term of terms) {
        const left = (having.get(term) ?? 0) + step
        if (left > 0) having.set(term, left)
        else having.delete(term)
      }
  }
  const considered = function* (tenant: string, vector: Float32Array | null): Generator<Considered> {
    for (const indexed of documents.values())
      for (const { tenant: own, kept, vector: its, terms } of indexed)
        if (own === tenant)
          yield {
            kept,
            cosine: vector && (its?.length === vector.length ? dot(vector, its) : 0),
            has: term => terms.has(term),
          }
  }

  return {
    lost: () => never,
    ready: async () => {},
    apply: async changes => {
      for (const { key, written } of changes) {
        count(documents.get(key) ?? [], -1)
        documents.delete(key)
        if (!written) continue
        const indexed = indexedOf(key, written)
        documents.set(key, indexed)
        count(indexed, 1)
      }
    },
    search: async ({ text, vector, tenant, scene }, limit) =>
      mostWorth(
        considered(tenant, vector),
        { terms: askedTerms(text), having: term => having.get(term) ?? 0, passages, scene },
        limit,
      ),
    trouble: () => null,
    close: async () => {},
  }
}
