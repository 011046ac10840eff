import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Embedding } from '../../processors/ports/embedding.ts'
import type { Asked } from './workers.ts'

interface Run {
  readonly asked: Asked
  readonly embedding: Promise<Embedding>
  waiting: number
}

/**
 * `ask` with a memory of the last `entries` texts: a text is embedded once (C13), also when it is asked for again
 * while its first embedding is under way; it is given up when the last who asked leaves. A failure is not remembered.
 * Texts are kept as hashes only: about 2 KB for each text, however long.
 */
export const remembered = (ask: (text: string) => Asked, entries: number): ((text: string) => Asked) => {
  const known = entries > 0 ? new LRUCache<string, Embedding>({ max: entries }) : null
  const underWay = new Map<string, Run>()

  const start = (key: string, text: string): Run => {
    const asked = ask(text)
    const finish = async (): Promise<Embedding> => {
      try {
        const embedding = await asked.embedding
        known?.set(key, embedding)
        return embedding
      } finally {
        // Where everyone left, the text may have been asked for anew.
        if (underWay.get(key) === run) underWay.delete(key)
      }
    }
    const run: Run = { asked, embedding: finish(), waiting: 0 }
    underWay.set(key, run)
    return run
  }

  return text => {
    const key = hash('sha256', text, 'base64')
    const hit = known?.get(key)
    if (hit) return { embedding: Promise.resolve(hit), leave() {} }
    const run = underWay.get(key) ?? start(key, text)
    run.waiting++
    return {
      embedding: run.embedding,
      leave: () => {
        run.waiting--
        if (run.waiting > 0) return
        if (underWay.get(key) === run) underWay.delete(key)
        run.asked.leave()
      },
    }
  }
}
