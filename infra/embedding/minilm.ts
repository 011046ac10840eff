import { resolve } from 'node:path'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { orAborted } from './or-aborted.ts'
import { remembered } from './remembered.ts'
import { startWorkers } from './workers.ts'

export interface MiniLmOptions {
  /** Threads, one ONNX thread each. */
  readonly workers: number
  /** Embeddings remembered by text; 0 remembers none. */
  readonly cacheEntries: number
  /** Folder of the model; the shipped one by default. */
  readonly modelDir?: string
}

const shipped = resolve(import.meta.dirname, '../../models/all-MiniLM-L6-v2')

/**
 * all-MiniLM-L6-v2, 8-bit, in worker threads: [384], mean-pooled, L2-normalised. A text over 512 tokens is cut, and its
 * true length reported. Resolves when the model is loaded. The vectors are shared with later callers: not to be written to.
 * The signal ends the waiting, not the work. Throws EMBEDDING_FAILED where the model does not load.
 */
export const openMiniLm = async (options: MiniLmOptions): Promise<EmbeddingModel> => {
  const file = new URL('./minilm.worker.ts', import.meta.url)
  const workers = await startWorkers(file, options.workers, { modelDir: resolve(options.modelDir ?? shipped) })
  const embed = remembered(workers.embed, options.cacheEntries)
  return {
    name: 'all-MiniLM-L6-v2:int8',
    dimensions: 384,
    embed: (texts, signal) => orAborted(Promise.all(texts.map(embed)), signal),
    close: workers.close,
  }
}
