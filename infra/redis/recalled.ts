import { ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel'
import type { Embedding } from '../../processors/ports/embedding.ts'
import type { EmbeddingMemory } from '../../processors/ports/embedding-memory.ts'
import type { Asked } from '../embedding/workers.ts'
import { within } from '../runtime/within.ts'

/** A recall that takes longer than this has cost a third of what it was to save, ms. */
const patienceMs = 1
const breaksAfter = 3
const triedAgainAfterMs = 1_000

/**
 * `ask` with a memory that processes share, to stand behind the one in process: a text that another process has embedded
 * is not embedded again. A recall that takes longer than `waitMs` is not waited for, and after a few of them none is tried
 * for a second: so a slow memory costs a few texts 1 ms each, and one that is gone nothing.
 */
export const recalled = (
  ask: (text: string) => Asked,
  memory: EmbeddingMemory,
  model: string,
  waitMs: number = patienceMs,
): ((text: string) => Asked) => {
  const circuit = circuitBreaker(handleAll, {
    halfOpenAfter: triedAgainAfterMs,
    breaker: new ConsecutiveBreaker(breaksAfter),
  })
  const recall = (text: string): Promise<Embedding | null> =>
    circuit.execute(() => within(memory.recall(model, text), waitMs)).catch(() => null)

  return text => {
    let own: Asked | null = null
    let left = false
    const make = async (): Promise<Embedding> => {
      const known = await recall(text)
      if (known) return known
      own = ask(text)
      // Who left while it was recalled has not left this one yet.
      if (left) own.leave()
      const embedding = await own.embedding
      memory.remember(model, text, embedding)
      return embedding
    }
    return {
      embedding: make(),
      leave: () => {
        left = true
        own?.leave()
      },
    }
  }
}
