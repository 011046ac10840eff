import { parentPort, workerData } from 'node:worker_threads'
import { openEnvironment } from './environment.ts'
import type { Stretch } from './journal/journal.ts'
import { mergeStretch } from './journal/merge.ts'

export interface FromMergeThread {
  /** Why the merge failed, null when it did not. */
  readonly failure: string | null
}

const environment = await openEnvironment(workerData as string, false)
const tell = (message: FromMergeThread): void => parentPort!.postMessage(message)

parentPort!.on('message', async (stretch: Stretch | null) => {
  if (stretch === null) {
    await environment.root.close()
    parentPort!.close()
    return
  }
  try {
    mergeStretch(environment, stretch)
    tell({ failure: null })
  } catch (error) {
    tell({ failure: error instanceof Error ? error.message : String(error) })
  }
})
