import type { Candidate, EntryStored } from '../../schemas/types.ts'
import type { ExactHit } from '../ports/exact.ts'

/** What policies look for keywords in, in lower case. */
export const keywordsOf = (question: string, answer: string): string => `${question}\n${answer}`.toLowerCase()

/** What a lookup needs of an entry that it found in a layer. For `keywords` see NearestQuery. */
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
    keywords: keywords ? keywordsOf(entry.question, entry.answer) : '',
    shared: entry.shared,
    askers: entry.askers,
    storedAtMs: entry.storedAtMs,
    expiresAtMs: entry.expiresAtMs,
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
