import { parentPort, workerData } from 'node:worker_threads'
import type { Configuration } from '../../processors/configuration.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { openEmbeddedBeside } from '../log/in-use.ts'
import { type Courses, runSweep, type SweepOptions } from './sweep.ts'

/** A share of the configurations, for a thread that reads the log in `dir` for itself. */
export interface WorkerData extends Pick<SweepOptions, 'fromMs' | 'toMs' | 'cold' | 'sets'> {
  readonly dir: string
  readonly embedding: Configuration['embedding']
}

export type FromWorker =
  | { readonly kind: 'turns'; readonly turns: number }
  | { readonly kind: 'done'; readonly courses: Courses }

/** Turns between two words about them. */
const tellEvery = 500

const { dir, embedding: configured, ...share } = workerData as WorkerData
const tell = (message: FromWorker): void => parentPort!.postMessage(message)

const log = await openEmbeddedBeside(dir)
const embedding = await openMiniLm(configured)
try {
  const onProgress = (turns: number): void => {
    if (turns % tellEvery === 0) tell({ kind: 'turns', turns })
  }
  // Whoever stops the sweep ends the thread.
  const { signal } = new AbortController()
  tell({ kind: 'done', courses: await runSweep({ log, ...share, embedding, signal, onProgress }) })
} finally {
  await embedding.close()
  await log.close()
}
