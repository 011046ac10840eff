import { resolve } from 'node:path'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { EmbeddingMemory } from '../../processors/ports/embedding-memory.ts'
import { recalled } from '../redis/recalled.ts'
import { orAborted } from './or-aborted.ts'
import { remembered } from './remembered.ts'
import { startWorkers } from './workers.ts'

export interface MiniLmOptions {
  /** Threads at most, one ONNX thread each. Those after the first start when texts have to queue. */
  readonly workers: number
  /** Embeddings remembered by text; 0 remembers none. */
  readonly cacheEntries: number
  /** What other processes have embedded. */
  readonly memory?: EmbeddingMemory | undefined
  /** Folder of the model; the shipped one by default. */
  readonly modelDir?: string
}

const shipped = resolve(import.meta.dirname, '../../models/all-MiniLM-L6-v2')
const window = 512
const dimensions = 384
const name = 'all-MiniLM-L6-v2:int8-fused'

/**
 * all-MiniLM-L6-v2, 8-bit, in worker threads: [384], mean-pooled, L2-normalised. A text over 512 tokens is counted, not
 * read: its vector is zeros, near to nothing. Resolves when the model is loaded. The vectors are shared with later
 * callers: not to be written to. The signal ends the waiting, and the work where it has not begun. Throws
 * EMBEDDING_FAILED where the model does not load.
 */
export const openMiniLm = async (options: MiniLmOptions): Promise<EmbeddingModel> => {
  const file = new URL('./minilm.worker.ts', import.meta.url)
  const model = { modelDir: resolve(options.modelDir ?? shipped), window, dimensions }
  const workers = await startWorkers(file, options.workers, model)
  const { memory } = options
  const ask = remembered(memory ? recalled(workers.ask, memory, name) : workers.ask, options.cacheEntries)
  return {
    name,
    dimensions,
    embed: async (texts, signal) => {
      signal?.throwIfAborted()
      const asked = texts.map(ask)
      return orAborted(Promise.all(asked.map(one => one.embedding)), signal, () => {
        for (const one of asked) one.leave()
      })
    },
    close: workers.close,
  }
}
