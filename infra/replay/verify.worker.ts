import { parentPort, workerData } from 'node:worker_threads'
import { openEmbeddedBeside } from '../log/in-use.ts'
import { followViews } from '../runtime/views.ts'
import { type Part, type PartResult, verifyPart } from './part.ts'
import { recordedDeciders } from './recorded-ports.ts'
import type { SharedOptions } from './verify.ts'

/** What the thread that shares out the work sends first. */
export interface WorkerData {
  readonly dir: string
  readonly shared: Omit<SharedOptions, 'onRead'>
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly inputs: number }
  | { readonly kind: 'done'; readonly result: PartResult }

/** Inputs between two words about them. */
const tellEvery = 5_000

const { dir, shared } = workerData as WorkerData
const tell = (message: FromWorker): void => parentPort!.postMessage(message)

const log = await openEmbeddedBeside(dir)
const views = await followViews(log)
const deciders = await recordedDeciders(log)
let untold = 0
const onRead = (inputs: number): void => {
  untold += inputs
  if (untold < tellEvery) return
  tell({ kind: 'read', inputs: untold })
  untold = 0
}

parentPort!.on('message', async (part: Part | null) => {
  if (part === null) {
    views.stop()
    await log.close()
    parentPort!.close()
    return
  }
  const result = await verifyPart({ ...shared, log, views, deciders, onRead }, part)
  tell({ kind: 'read', inputs: untold })
  untold = 0
  tell({ kind: 'done', result })
})
tell({ kind: 'ready' })
