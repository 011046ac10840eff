import type { Candidate } from '../../schemas/types.ts'
import { cosine, directionOf } from '../enrich/vector.ts'
import { isTurnstreamError } from '../errors.ts'
import type { CacheReader } from '../ports/cache.ts'
import type { EmbeddingModel } from '../ports/embedding.ts'
import { groupOf } from '../resolve/evidence.ts'

/** An answer that a neighbour of the question gives. */
export interface NeighbouringAnswer {
  readonly group: string
  /** Cosine of the neighbour's question and the one that was asked. */
  readonly questionSimilarity: number
  /** Cosine of the two answers. */
  readonly answerSimilarity: number
}

/**
 * Probability that two neighbouring questions are answered the same, by how similar they and their answers are. Logistic, fitted on
 * pairs of neighbouring questions whose answers are worded differently (docs/cache.md).
 */
const sameness = ({ questionSimilarity, answerSimilarity }: NeighbouringAnswer): number =>
  1 / (1 + Math.exp(12.35 - 14.05 * answerSimilarity - 6.64 * questionSimilarity))

/** How sure it must be that answers say the same. */
export const sameEnough = {
  usual: 0.5,
  /** A model that was shown other answers and wrote its own has most likely said something else; it may just not have followed. */
  declined: 0.9,
} as const

/**
 * The group that an answer joins: the one whose answers among the neighbours all say the same, rather than not; of several the one
 * whose least similar answer is most similar. Null where there is none.
 */
export const groupAmong = (
  neighbours: readonly NeighbouringAnswer[],
  least: number = sameEnough.usual,
): string | null => {
  const groups = [...Map.groupBy(neighbours, ({ group }) => group)].map(([group, answers]) => ({
    group,
    same: Math.min(...answers.map(sameness)),
  }))
  const [best] = groups.sort((a, b) => b.same - a.same)
  return best && best.same >= least ? best.group : null
}

export interface GroupPorts {
  readonly cache: Pick<CacheReader, 'entry'>
  readonly embedding: EmbeddingModel
}

/** Null where the model fails. */
const vectorsOf = (embedding: EmbeddingModel, texts: readonly string[], signal: AbortSignal) =>
  embedding.embed(texts, signal).catch(error => {
    if (isTurnstreamError(error, 'EMBEDDING_FAILED')) return null
    throw error
  })

/** What an answer is about, for lookups that find its entry: see EntryStored.answerVector. Null where the model fails. */
export const vectorOfAnswer = async (
  { embedding }: Pick<GroupPorts, 'embedding'>,
  { text }: { readonly text: string },
  signal: AbortSignal,
): Promise<Buffer | null> => {
  const vectors = await vectorsOf(embedding, [text], signal)
  return vectors && directionOf(vectors[0]!.vector)
}

/**
 * The group of an answer to a question with these neighbours: that of a neighbour with the very same text, else of those that say
 * the same in other words, else its own, as where the model fails. Asks the embedding model for the answers, each of which it
 * remembers.
 */
export const groupOfAnswer = async (
  { cache, embedding }: GroupPorts,
  answer: { readonly text: string; readonly answerHash: string },
  neighbours: readonly Candidate[],
  least: number,
  signal: AbortSignal,
): Promise<string> => {
  const same = neighbours.find(({ answerHash }) => answerHash === answer.answerHash)
  if (same) return groupOf(same)
  const distinct = [...new Map(neighbours.toReversed().map(each => [each.answerHash, each])).values()]
  const known = (
    await Promise.all(distinct.map(async candidate => ({ candidate, entry: await cache.entry(candidate.entryId) })))
  ).filter(({ candidate, entry }) => entry?.answerHash === candidate.answerHash)
  if (known.length === 0) return answer.answerHash
  const texts = [answer.text, ...known.map(({ entry }) => entry!.answer)]
  const vectors = await vectorsOf(embedding, texts, signal)
  if (vectors === null) return answer.answerHash
  const [own, ...others] = vectors
  const answers = known.map(({ candidate }, n) => ({
    group: groupOf(candidate),
    questionSimilarity: candidate.similarity,
    answerSimilarity: cosine(own!.vector, others[n]!.vector),
  }))
  return groupAmong(answers, least) ?? answer.answerHash
}
