import { bytesToVector } from '../../processors/enrich/vector.ts'
import type { Guard } from '../../processors/resolve/guards/guard.ts'
import { answerSimilarityOf, hitOf } from '../../processors/resolve/hit.ts'
import { plainScales, type Scales } from '../../processors/resolve/judge.ts'
import type { Candidate, EntryStored } from '../../schemas/types.ts'
import type { Asked } from './asked.ts'
import type { Holding } from './holding.ts'
import { createGrowingSearch } from './search.ts'

/** A question that some configuration has an entry of. */
interface Neighbour {
  readonly n: number
  readonly similarity: number
}

/** What lies around a question, the same for all configurations; each looks at it through what it holds. */
export interface Around {
  /** Nearest first; a longer list each time that `more` is called, the same where there are no others. */
  neighbours(): readonly Neighbour[]
  more(): boolean
  /** What a lookup finds where this is held. */
  candidate(holding: Holding, layer: 'exact' | 'cold', similarity: number): Candidate
  /** Remember what was found of these candidates. */
  readonly scales: Scales
}

/** Every question that any configuration has ever had an entry of, searched once for all of them. */
export interface Questions {
  /** Number of an entry's question. */
  numberOf(entryId: string): number
  entryId(n: number): string
  /** Lets it be found. */
  add(entry: EntryStored): void
  around(asked: Asked, keywords: boolean): Around
  readonly size: number
}

/** Looks at each candidate of a turn once, and at each list of them. */
const rememberingScales = (): Scales => {
  const refusals = new Map<Guard, Map<Candidate, string | null>>()
  const numbers = new Map<Candidate, number>()
  const confidences = new Map<string, number>()
  const numberOf = (candidate: Candidate): number => {
    const known = numbers.get(candidate) ?? numbers.size
    numbers.set(candidate, known)
    return known
  }
  return {
    refusal: (guard, enrichment, candidate) => {
      const known = refusals.get(guard) ?? new Map<Candidate, string | null>()
      refusals.set(guard, known)
      const before = known.get(candidate)
      if (before !== undefined) return before
      const detail = plainScales.refusal(guard, enrichment, candidate)
      known.set(candidate, detail)
      return detail
    },
    confidence: (ground, answer, served, setting) => {
      const { neighbours, learned, learnedEveryMs } = setting
      // The answer's backers follow from the neighbours, but for how near they must be.
      let key = `${ground}/${learned}/${learnedEveryMs}/${answer.group}/${answer.backers.length}/${numberOf(served)}`
      for (const neighbour of neighbours) key += `,${numberOf(neighbour)}`
      const before = confidences.get(key)
      if (before !== undefined) return before
      const confidence = plainScales.confidence(ground, answer, served, setting)
      confidences.set(key, confidence)
      return confidence
    },
  }
}

const firstNeighbours = 48
const mostNeighbours = 6_000

export const createQuestions = (dimensions: number): Questions => {
  const numbers = new Map<string, number>()
  const entryIds: string[] = []
  const search = createGrowingSearch(dimensions)
  const setOf = (identity: string, embeddingModel: string): string => `${identity}/${embeddingModel}`
  const numberOf = (entryId: string): number => {
    const known = numbers.get(entryId)
    if (known !== undefined) return known
    numbers.set(entryId, entryIds.length)
    return entryIds.push(entryId) - 1
  }
  return {
    numberOf,
    entryId: n => entryIds[n]!,
    get size() {
      return numbers.size
    },
    add: ({ entryId, identity, embeddingModel, vector }) => {
      if (vector !== null) search.add(setOf(identity, embeddingModel), entryId, bytesToVector(vector))
    },
    around: ({ enrichment: { vector, embeddingModel }, identity, turn: { message } }, keywords) => {
      const query = vector && bytesToVector(vector)
      let limit = 0
      let found: readonly Neighbour[] = []
      const look = (most: number): void => {
        limit = most
        found = query
          ? search
              .near(setOf(identity, embeddingModel), message, query, most)
              .map(({ id, similarity }) => ({ n: numbers.get(id)!, similarity }))
          : []
      }
      const candidates = new Map<Holding, Candidate>()
      return {
        scales: rememberingScales(),
        neighbours: () => {
          if (limit === 0) look(firstNeighbours)
          return found
        },
        more: () => {
          const before = found.length
          if (before < limit || limit >= mostNeighbours) return false
          look(limit * 5)
          return found.length > before
        },
        candidate: (holding, layer, similarity) => {
          const entry = holding.cached.entry!
          if (layer === 'exact') return hitOf(entry, 'exact', keywords).candidate
          const known = candidates.get(holding)
          if (known) return known
          const answerSimilarity = query && answerSimilarityOf(query, entry.answerVector)
          const made = { ...hitOf(entry, 'cold', keywords).candidate, similarity, answerSimilarity }
          candidates.set(holding, made)
          return made
        },
      }
    },
  }
}
