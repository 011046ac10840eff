import type { Candidate, EntryStored } from '../../schemas/types.ts'
import { cosineTo } from '../enrich/vector.ts'
import type { ExactHit } from '../ports/exact.ts'

/** What policies look for keywords in, in lower case. */
export const keywordsOf = (question: string, answer: string): string => `${question}\n${answer}`.toLowerCase()

/** What a lookup needs of an entry that it found in a layer, but for how similar it is. For `keywords` see NearestQuery. */
export const hitOf = (entry: EntryStored, layer: Candidate['layer'], keywords: boolean): ExactHit => ({
  candidate: {
    entryId: entry.entryId,
    layer,
    similarity: 1,
    question: entry.question,
    slots: entry.slots,
    answerHash: entry.answerHash,
    answerGroup: entry.answerGroup,
    tenant: entry.tenant,
    scene: entry.scene,
    scenes: entry.scenes,
    language: entry.language,
    identity: entry.identity,
    embeddingModel: entry.embeddingModel,
    policyEpoch: entry.policyEpoch,
    version: entry.version,
    products: entry.products,
    sources: entry.sources,
    keywords: keywords ? keywordsOf(entry.question, entry.answer) : '',
    shared: entry.shared,
    askers: entry.askers,
    storedAtMs: entry.storedAtMs,
    expiresAtMs: entry.expiresAtMs,
    answerSimilarity: null,
  },
  answer: {
    text: entry.answer,
    model: entry.model,
    pool: entry.pool,
    sources: entry.sources,
    promptTokens: entry.promptTokens,
    completionTokens: entry.completionTokens,
    counted: entry.counted,
    degraded: entry.degraded,
  },
})

/** How similar the answer of an entry is to a turn, whose vector is L2-normalised; null where its embedding is not known. */
export const answerSimilarityOf = (turn: Float32Array, answerVector: Uint8Array | null): number | null =>
  answerVector && cosineTo(turn, answerVector)
