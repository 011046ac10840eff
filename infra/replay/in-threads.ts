import { Worker } from 'node:worker_threads'
import type { Part, PartResult } from './part.ts'
import type { SharedOptions } from './verify.ts'
import type { FromWorker, WorkerData } from './verify.worker.ts'

/**
 * Verifies parts in so many threads, this one among them: it has all that takes the others half a second to load. They read
 * the log in `dir` for themselves. Parts go to whichever thread is free, so a long one does not hold up the others. Rejects
 * with the first failure, when no thread is at work any more.
 */
export const inThreads =
  (dir: string, threads: number) =>
  async (
    parts: readonly Part[],
    { onRead, ...shared }: SharedOptions,
    here: (part: Part) => Promise<PartResult>,
  ): Promise<readonly PartResult[]> => {
    const waiting = [...parts]
    const results: PartResult[] = []
    const runHere = async (): Promise<void> => {
      for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) results.push(await here(part))
    }
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
    const others = Array.from({ length: Math.min(threads, parts.length) - 1 }, run)
    const own = runHere()
    try {
      await Promise.all([...others, own])
    } finally {
      waiting.length = 0
      await Promise.allSettled([own, ...workers.map(worker => worker.terminate())])
    }
    return results
  }
