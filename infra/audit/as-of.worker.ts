import { workerData } from 'node:worker_threads'
import type { PolicyInForce } from '../../processors/views.ts'
import { openEmbeddedBeside } from '../log/in-use.ts'
import { workOnParts } from '../runtime/in-threads.ts'
import { type Moment, type PastPart, type PastSums, readPart } from './past-part.ts'

/** Where a thread finds the log, and what it is asked about. */
export interface WorkerData {
  readonly dir: string
  readonly moment: Moment
  readonly policies: readonly PolicyInForce[]
}

const { dir, moment, policies } = workerData as WorkerData
const log = await openEmbeddedBeside(dir)

workOnParts<PastPart, number, PastSums>(
  (part, tell) => readPart(log, part, moment, policies, tell),
  () => log.close(),
)
