import type { Embedding } from '../../processors/ports/embedding.ts'
import type { WorkerModel } from './protocol.ts'
import { type EmbeddingJob, type EmbeddingThread, embeddingFailed, startThread } from './thread.ts'

/** A text on its way to its vector. */
export interface Asked {
  /** Throws EMBEDDING_FAILED. */
  readonly embedding: Promise<Embedding>
  /** Says that the asker waits no more: a text that no thread has yet fails, and costs nothing. */
  leave(): void
}

export interface EmbeddingWorkers {
  /** In the order of asking, by whichever thread is free. */
  ask(text: string): Asked
  /** Threads that run or start. */
  threads(): number
  /** Ends all threads, each after what it has begun; what is pending fails. */
  close(): Promise<void>
}

/**
 * Texts that one thread may hold: so many that a busy event loop does not leave it idle, so few that what is given up is
 * mostly still in the queue.
 */
const held = 4

/**
 * At most `most` threads that each run `file`: one, ready when it resolves, and further ones while texts have to queue. A
 * thread that dies fails what it held with EMBEDDING_FAILED and is replaced at once; one that dies before it is ready is
 * not, so that a broken model cannot make a loop of starts: where none is left the queue fails, and the next text tries
 * again. Throws EMBEDDING_FAILED when the first does not start.
 */
export const startWorkers = async (file: URL, most: number, model: WorkerModel): Promise<EmbeddingWorkers> => {
  const threads = new Set<EmbeddingThread>()
  const queue = new Set<EmbeddingJob>()
  const started = Promise.withResolvers<void>()
  let limit = most
  let closing = false

  const failQueue = (error: Error): void => {
    for (const job of queue) job.reject(error)
    queue.clear()
  }

  const start = (): void => {
    const thread = startThread(file, model, {
      free: () => {
        started.resolve()
        drain()
      },
      gone: (error, ready) => {
        threads.delete(thread)
        if (closing) return
        if (ready) start()
        else {
          limit = Math.max(1, threads.size)
          if (threads.size === 0) failQueue(error)
          started.reject(error)
        }
      },
    })
    threads.add(thread)
  }

  const freest = (): EmbeddingThread | undefined => {
    let best: EmbeddingThread | undefined
    for (const thread of threads) {
      if (thread.isReady() && thread.inFlight() < (best?.inFlight() ?? held)) best = thread
    }
    return best
  }

  const drain = (): void => {
    for (const job of queue) {
      const thread = freest()
      if (!thread) break
      queue.delete(job)
      thread.send(job)
    }
    const starting = [...threads].some(thread => !thread.isReady())
    if (queue.size > 0 && threads.size < limit && !starting) start()
  }

  const endNow = (): void => {
    for (const thread of threads) thread.endNow()
  }

  const close = async (): Promise<void> => {
    closing = true
    failQueue(embeddingFailed('The embedding model is closed.'))
    await Promise.all([...threads].map(thread => thread.end()))
    process.off('exit', endNow)
  }

  start()
  process.on('exit', endNow)
  try {
    await started.promise
  } catch (error) {
    await close()
    throw error
  }

  return {
    close,
    threads: () => threads.size,
    ask: text => {
      if (closing) return { embedding: Promise.reject(embeddingFailed('The embedding model is closed.')), leave() {} }
      const { promise, resolve, reject } = Promise.withResolvers<Embedding>()
      const job: EmbeddingJob = { text, resolve, reject }
      queue.add(job)
      drain()
      return {
        embedding: promise,
        leave: () => {
          if (queue.delete(job)) reject(embeddingFailed('Nobody waits for this text any more.'))
        },
      }
    },
  }
}
