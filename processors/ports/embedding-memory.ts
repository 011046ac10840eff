import type { Embedding } from './embedding.ts'

/** Embeddings that several processes share, so that a text is embedded once by any of them (C13). */
export interface EmbeddingMemory {
  /** What was remembered under this model, byte for byte; null where nothing is, or the memory cannot say. Never rejects. */
  recall(model: string, text: string): Promise<Embedding | null>
  /** Returns at once. Whether it is remembered is not told: it can be made again. */
  remember(model: string, text: string, embedding: Embedding): void
}
