import { expect, it } from 'vitest'
import type { Embedding } from '../../processors/ports/embedding.ts'
import type { EmbeddingMemory } from '../../processors/ports/embedding-memory.ts'
import { createEmbeddingMemory } from './embedded/embeddings.ts'
import { recalled } from './recalled.ts'

const embedding: Embedding = { vector: Float32Array.of(1), tokens: 3 }
const counting = (memory: EmbeddingMemory) => {
  const asked: string[] = []
  const left: string[] = []
  const ask = recalled(
    text => {
      asked.push(text)
      return { embedding: Promise.resolve(embedding), leave: () => left.push(text) }
    },
    memory,
    'm',
  )
  return { asked, left, ask }
}

it('a text that was embedded by another process is not embedded again', async () => {
  const memory = createEmbeddingMemory({ entries: 10, ttlMs: 1_000 })
  const [one, other] = [counting(memory), counting(memory)]
  expect(await one.ask('a').embedding).toBe(embedding)
  expect(await other.ask('a').embedding).toBe(embedding)
  expect([one.asked, other.asked]).toEqual([['a'], []])
})

it('a memory that does not answer is not waited for, and after a few times not asked', async () => {
  let recalls = 0
  const silent: EmbeddingMemory = {
    recall: () => {
      recalls++
      return new Promise(() => undefined)
    },
    remember: () => undefined,
  }
  const { ask, asked } = counting(silent)
  for (let times = 0; times < 20; times++) expect(await ask('a').embedding).toBe(embedding)
  expect([asked.length, recalls]).toEqual([20, 3])
})

it('who leaves while it is recalled gives the text up as well', async () => {
  const { ask, left } = counting(createEmbeddingMemory({ entries: 10, ttlMs: 1_000 }))
  const { leave, embedding: made } = ask('a')
  leave()
  await made
  expect(left).toEqual(['a'])
})
