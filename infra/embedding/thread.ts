import { Worker } from 'node:worker_threads'
import { turnstreamError } from '../../processors/errors.ts'
import type { Embedding } from '../../processors/ports/embedding.ts'
import { newGate, shutGate, shutGateNow } from './gate.ts'
import type { EmbedRequest, ThreadData, WorkerModel, WorkerReply } from './protocol.ts'

/** A text and who waits for it. */
export interface EmbeddingJob {
  readonly text: string
  resolve(embedding: Embedding): void
  reject(error: Error): void
}

export interface EmbeddingThread {
  /** Whether it has loaded its model and lives. */
  isReady(): boolean
  /** Jobs it was sent and has not answered. */
  inFlight(): number
  send(job: EmbeddingJob): void
  /** It finishes the texts that it has begun, and fails the others that it was sent. */
  end(): Promise<void>
  /** Blocks until it has finished what it has begun, for at most a second: for a process that exits. */
  endNow(): void
}

export interface ThreadEvents {
  /** It is ready, or has answered. */
  free(): void
  /** It is gone, and what it was sent has failed with `error`; `ready` where it once was. */
  gone(error: Error, ready: boolean): void
}

export const embeddingFailed = (message: string, cause?: unknown): Error =>
  turnstreamError('EMBEDDING_FAILED', message, { cause })

// The tokenizer's vocabulary takes 20 MB, a reply a few KB; without limits V8 lets garbage grow to several times that.
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 }

/** A thread that runs `file` with `model` as its data. Fails what it was sent with EMBEDDING_FAILED when it ends. */
export const startThread = (file: URL, model: WorkerModel, events: ThreadEvents): EmbeddingThread => {
  const gate = newGate()
  const worker = new Worker(file, { workerData: { model, gate } satisfies ThreadData, resourceLimits })
  const exited = Promise.withResolvers<void>()
  const sent = new Map<number, EmbeddingJob>()
  let state: 'starting' | 'ready' | 'gone' = 'starting'
  let nextId = 0
  let reason: unknown

  worker.on('message', (reply: WorkerReply) => {
    if (reply.kind === 'ready') state = 'ready'
    else {
      const job = sent.get(reply.id)
      sent.delete(reply.id)
      if (reply.kind === 'embedded') job?.resolve({ vector: reply.vector, tokens: reply.tokens })
      else job?.reject(embeddingFailed(`The embedding model failed: ${reply.message}`))
    }
    events.free()
  })
  worker.on('error', error => {
    reason = error
  })
  worker.on('exit', code => {
    const error = embeddingFailed(`An embedding worker ended with code ${code}.`, reason)
    const ready = state === 'ready'
    state = 'gone'
    for (const job of sent.values()) job.reject(error)
    sent.clear()
    events.gone(error, ready)
    exited.resolve()
  })

  return {
    isReady: () => state === 'ready',
    inFlight: () => sent.size,
    send: job => {
      const id = nextId++
      sent.set(id, job)
      worker.postMessage({ id, text: job.text } satisfies EmbedRequest)
    },
    end: async () => {
      // One that died within the gate never leaves it.
      await Promise.race([shutGate(gate), exited.promise])
      await worker.terminate()
    },
    endNow: () => {
      if (state !== 'gone') shutGateNow(gate, 1_000)
    },
  }
}
