import { Worker } from 'node:worker_threads'
import type { Environment } from './environment.ts'
import type { Stretch } from './journal/journal.ts'
import { mergeStretch } from './journal/merge.ts'
import type { FromMergeThread } from './merge.worker.ts'

/** Merges in a thread of its own: LMDB takes its time, in which the event loop has others to serve. */
export interface MergeThread {
  /** Durable when it resolves; one at a time. `here` merges without the thread unless there is one already. */
  merge(stretch: Stretch, here: boolean): Promise<void>
  close(): Promise<void>
}

/** It reads 8 MB at most for each merge; without limits its young generation alone grows beyond 100 MB. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 }

/** The thread is started by the first merge, and again by the next after it has died. It keeps no process alive. */
export const openMergeThread = (environment: Environment, dir: string): MergeThread => {
  let worker: Worker | null = null
  let pending: { resolve(): void; reject(error: Error): void } | null = null

  const settle = (error: Error | null): void => {
    const settled = pending
    pending = null
    worker?.unref()
    error === null ? settled?.resolve() : settled?.reject(error)
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./merge.worker.ts', import.meta.url), { workerData: dir, resourceLimits })
    started.on('message', ({ failure }: FromMergeThread) => settle(failure === null ? null : new Error(failure)))
    let reason: unknown
    started.on('error', error => {
      reason = error
    })
    started.on('exit', code => {
      worker = null
      settle(new Error(`the thread that merges ended with code ${code}`, { cause: reason }))
    })
    return started
  }

  return {
    merge: async (stretch, here) => {
      if (here && worker === null) return mergeStretch(environment, stretch)
      worker ??= start()
      worker.ref()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      pending = { resolve, reject }
      worker.postMessage(stretch)
      return promise
    },
    close: async () => {
      if (worker === null) return
      const { promise, resolve } = Promise.withResolvers<void>()
      worker.once('exit', resolve)
      worker.ref()
      worker.postMessage(null)
      await promise
    },
  }
}
