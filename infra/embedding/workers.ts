import { Worker } from 'node:worker_threads'
import { turnstreamError } from '../../processors/errors.ts'
import type { Embedding } from '../../processors/ports/embedding.ts'
import type { EmbedRequest, WorkerModel, WorkerReply } from './protocol.ts'

export interface EmbeddingWorkers {
  /** By the worker with the fewest texts before it. Throws EMBEDDING_FAILED. */
  embed(text: string): Promise<Embedding>
  /** Ends all threads; what is pending fails. */
  close(): Promise<void>
}

interface Waiting {
  resolve(embedding: Embedding): void
  reject(error: Error): void
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
  readonly ready: Promise<void>
}

const failed = (message: string, cause?: unknown): Error => turnstreamError('EMBEDDING_FAILED', message, { cause })

/**
 * Threads that each run `file`, ready when it resolves. A thread that dies fails what it had before it with
 * EMBEDDING_FAILED and is replaced at once; one that dies before it is ready is tried again by the next text, so that a
 * broken model cannot make a loop of starts. Throws EMBEDDING_FAILED when one does not start.
 */
export const startWorkers = async (file: URL, count: number, model: WorkerModel): Promise<EmbeddingWorkers> => {
  let closing = false
  let nextId = 0

  const start = (slot: number): Thread => {
    const worker = new Worker(file, { workerData: model })
    const waiting = new Map<number, Waiting>()
    const started = Promise.withResolvers<void>()
    // Whoever waits for it sees the failure; without this line a replacement that nobody waits for would end the process.
    started.promise.catch(() => undefined)
    let ready = false
    let reason: unknown

    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'ready') {
        ready = true
        started.resolve()
        return
      }
      const waiter = waiting.get(reply.id)
      waiting.delete(reply.id)
      if (reply.kind === 'embedded') waiter?.resolve({ vector: reply.vector, tokens: reply.tokens })
      else waiter?.reject(failed(`The embedding model failed: ${reply.message}`))
    })
    worker.on('error', error => {
      reason = error
    })
    worker.on('exit', code => {
      const error = failed(
        closing ? 'The embedding model is closed.' : `An embedding worker ended with code ${code}.`,
        reason,
      )
      started.reject(error)
      for (const waiter of waiting.values()) waiter.reject(error)
      waiting.clear()
      threads[slot] = ready && !closing ? start(slot) : null
    })
    return { worker, waiting, ready: started.promise }
  }

  const threads: (Thread | null)[] = []
  for (let slot = 0; slot < count; slot++) threads[slot] = start(slot)

  const leastLoaded = (): Thread => {
    let best = -1
    for (let slot = 0; slot < count; slot++) {
      if (best < 0 || (threads[slot]?.waiting.size ?? 0) < (threads[best]?.waiting.size ?? 0)) best = slot
    }
    threads[best] ??= start(best)
    return threads[best]!
  }

  const close = async (): Promise<void> => {
    closing = true
    await Promise.all(threads.map(thread => thread?.worker.terminate()))
  }

  try {
    await Promise.all(threads.map(thread => thread!.ready))
  } catch (error) {
    await close()
    throw error
  }

  return {
    close,
    embed: text => {
      if (closing) return Promise.reject(failed('The embedding model is closed.'))
      const { worker, waiting } = leastLoaded()
      const id = nextId++
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, text } satisfies EmbedRequest)
      })
    },
  }
}
