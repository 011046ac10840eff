import type { ExactHit } from '../../../processors/ports/exact.ts'
import type { EntryStored } from '../../../schemas/types.ts'

/** What a lookup needs of an entry, found by its exact key or as a hot one. */
export const hitOf = (entry: EntryStored, layer: 'exact' | 'hot', keywords: boolean): ExactHit => ({
  candidate: {
    entryId: entry.entryId,
    layer,
    similarity: 1,
    question: entry.question,
    slots: entry.slots,
    answerHash: entry.answerHash,
    tenant: entry.tenant,
    scene: entry.scene,
    scenes: entry.scenes,
    language: entry.language,
    identity: entry.identity,
    embeddingModel: entry.embeddingModel,
    policyEpoch: entry.policyEpoch,
    version: entry.version,
    products: entry.products,
    keywords: keywords ? `${entry.question}\n${entry.answer}`.toLowerCase() : '',
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
  },
})
