import { workerData } from 'node:worker_threads'
import { openEmbeddedBeside } from '../log/in-use.ts'
import { workOnParts } from '../runtime/in-threads.ts'
import { followViews } from '../runtime/views.ts'
import { type Part, type PartResult, verifyPart } from './part.ts'
import { recordedDeciders } from './recorded-ports.ts'
import type { SharedOptions } from './verify.ts'

/** Where a thread finds the log, and what all parts share. */
export interface WorkerData {
  readonly dir: string
  readonly shared: Omit<SharedOptions, 'onRead'>
}

/** Inputs between two words about them. */
const tellEvery = 5_000

const { dir, shared } = workerData as WorkerData
const log = await openEmbeddedBeside(dir)
const views = await followViews(log)
const deciders = await recordedDeciders(log)

workOnParts<Part, number, PartResult>(
  async (part, tell) => {
    let untold = 0
    const onRead = (inputs: number): void => {
      untold += inputs
      if (untold < tellEvery) return
      tell(untold)
      untold = 0
    }
    const result = await verifyPart({ ...shared, log, views, deciders, onRead }, part)
    tell(untold)
    return result
  },
  async () => {
    views.stop()
    await log.close()
  },
)
