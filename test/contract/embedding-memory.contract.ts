import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { vectorToBytes } from '../../processors/enrich/vector.ts'
import { vectorOf } from '../../processors/fixtures.ts'
import type { EmbeddingMemory } from '../../processors/ports/embedding-memory.ts'
import { eventually } from '../services/eventually.ts'

/** What every memory of embeddings promises, embedded or real. */
export const embeddingMemoryContract = (name: string, open: (ttlMs: number) => EmbeddingMemory): void => {
  describe(`${name} keeps the promises of a memory of embeddings:`, () => {
    const remembered = async (memory: EmbeddingMemory, model: string, text: string): Promise<void> => {
      memory.remember(model, text, { vector: vectorOf(3, 0.123), tokens: 12 })
      await eventually('it is remembered', async () => (await memory.recall(model, text)) !== null)
    }

    it('what is recalled is what was remembered, byte for byte', async () => {
      const memory = open(60_000)
      await remembered(memory, 'm:int8', 'Wie gebe ich das zurück? 🙂')
      const found = await memory.recall('m:int8', 'Wie gebe ich das zurück? 🙂')
      expect(found?.tokens).toBe(12)
      expect(vectorToBytes(found!.vector)).toEqual(vectorToBytes(vectorOf(3, 0.123)))
    })
    it('another text, and the same text under another model, are not known', async () => {
      const memory = open(60_000)
      await remembered(memory, 'm:1', 'a')
      expect([await memory.recall('m:1', 'b'), await memory.recall('m:2', 'a')]).toEqual([null, null])
    })
    it('it is forgotten at its time, however often it was used', async () => {
      const memory = open(300)
      await remembered(memory, 'm', 'a')
      for (let uses = 0; uses < 5; uses++) {
        await memory.recall('m', 'a')
        await delay(70)
      }
      expect(await memory.recall('m', 'a')).toBeNull()
    })
  })
}
