import type { Candidate, EntryStored, ServedAnswer } from '../../schemas/types.ts'

/** An entry as a decision sees it; `keywords` hold question and answer only where a policy looks at them. */
export const candidateOf = (
  entry: EntryStored,
  { layer, similarity, keywords }: { layer: 'exact' | 'cold'; similarity: number; keywords: boolean },
): Candidate => ({
  entryId: entry.entryId,
  layer,
  similarity,
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
})

export const answerOf = ({
  answer: text,
  model,
  pool,
  sources,
  promptTokens,
  completionTokens,
}: EntryStored): ServedAnswer => ({ text, model, pool, sources, promptTokens, completionTokens })
