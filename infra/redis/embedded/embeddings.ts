import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Embedding } from '../../../processors/ports/embedding.ts'
import type { EmbeddingMemory } from '../../../processors/ports/embedding-memory.ts'

/** The last `entries` embeddings, in the memory of one process; each for `ttlMs` from when it was made. */
export const createEmbeddingMemory = (options: { entries: number; ttlMs: number }): EmbeddingMemory => {
  const known = new LRUCache<string, Embedding>({ max: options.entries, ttl: options.ttlMs })
  const keyOf = (model: string, text: string): string => `${model}:${hash('sha256', text, 'base64')}`
  return {
    recall: async (model, text) => known.get(keyOf(model, text)) ?? null,
    remember: (model, text, embedding) => void known.set(keyOf(model, text), embedding),
  }
}
