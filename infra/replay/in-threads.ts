import { Worker } from 'node:worker_threads'
import type { Part, PartResult } from './part.ts'
import type { SharedOptions } from './verify.ts'
import type { FromWorker, WorkerData } from './verify.worker.ts'

/**
 * Verifies parts in threads that each read the log in `dir` for themselves. Parts go to whichever thread is free, so a
 * long one does not hold up the others. Rejects with the first failure, and no thread is left then.
 */
export const inThreads =
  (dir: string, threads: number) =>
  async (parts: readonly Part[], { onRead, ...shared }: SharedOptions): Promise<readonly PartResult[]> => {
    const waiting = [...parts]
    const results: PartResult[] = []
    const run = (): Promise<void> =>
      new Promise((resolve, reject) => {
        const data: WorkerData = { dir, shared }
        const worker = new Worker(new URL('./verify.worker.ts', import.meta.url), { workerData: data })
        workers.push(worker)
        worker.on('message', (message: FromWorker) => {
          if (message.kind === 'read') return onRead(message.inputs)
          if (message.kind === 'done') results.push(message.result)
          worker.postMessage(waiting.shift() ?? null)
        })
        worker.on('error', reject)
        worker.on('exit', code => (code === 0 ? resolve() : reject(new Error(`a thread ended with code ${code}`))))
      })
    const workers: Worker[] = []
    try {
      await Promise.all(Array.from({ length: Math.min(threads, parts.length) }, run))
    } finally {
      await Promise.all(workers.map(worker => worker.terminate()))
    }
    return results
  }
