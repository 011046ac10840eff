import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Embedding } from '../../processors/ports/embedding.ts'

/**
 * `embed` with a memory of the last `entries` texts: a text is embedded once (C13), also when it is asked for again
 * while its first embedding is under way. A failure is not remembered. Texts are kept as hashes only.
 */
export const remembered = (
  embed: (text: string) => Promise<Embedding>,
  entries: number,
): ((text: string) => Promise<Embedding>) => {
  const known = entries > 0 ? new LRUCache<string, Embedding>({ max: entries }) : null
  const underWay = new Map<string, Promise<Embedding>>()

  const once = async (key: string, text: string): Promise<Embedding> => {
    try {
      const embedding = await embed(text)
      known?.set(key, embedding)
      return embedding
    } finally {
      underWay.delete(key)
    }
  }

  return text => {
    const key = hash('sha256', text, 'base64')
    const hit = known?.get(key)
    if (hit) return Promise.resolve(hit)
    const running = underWay.get(key) ?? once(key, text)
    underWay.set(key, running)
    return running
  }
}
