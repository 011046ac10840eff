import { Worker } from 'node:worker_threads'
import type { Configuration } from '../../processors/configuration.ts'
import { type Courses, runSweep, type SweepOptions } from './sweep.ts'
import type { FromWorker, WorkerData } from './sweep.worker.ts'

/** Where threads find the log, how many may be at work, and the embedding model that each opens for itself. */
export interface Threads {
  readonly dir: string
  readonly count: number
  readonly embedding: Configuration['embedding']
}

/** Below so many configurations a thread takes longer to start than it saves. */
const worthwhile = 4

/** The n-th of so many shares, of every so-manieth each: neighbours in a grid cost about the same. */
const shareOf = <T>(all: readonly T[], n: number, of: number): readonly T[] => all.filter((_each, at) => at % of === n)

/**
 * A sweep whose configurations are shared out among threads, this one among them. Each reads the log for itself, and they come to the same whoever
 * takes which. Rejects as `runSweep`, when no thread is at work any more.
 */
export const sweepInThreads = async (options: SweepOptions, threads: Threads | null): Promise<Courses> => {
  const { sets, fromMs, toMs, cold, signal, onProgress } = options
  const count = threads ? Math.max(1, Math.min(threads.count, Math.floor(sets.length / worthwhile))) : 1
  if (threads === null || count === 1) return runSweep(options)
  const { dir, embedding } = threads
  const reached = new Array<number>(count).fill(0)
  const progressOf =
    (n: number) =>
    (turns: number): void => {
      reached[n] = turns
      onProgress(Math.min(...reached))
    }
  const workers: Worker[] = []
  const run = (n: number): Promise<Courses> =>
    new Promise((resolve, reject) => {
      const data: WorkerData = { dir, embedding, fromMs, toMs, cold, sets: shareOf(sets, n, count) }
      const worker = new Worker(new URL('./sweep.worker.ts', import.meta.url), { workerData: data })
      workers.push(worker)
      const onTurns = progressOf(n)
      worker.on('message', (message: FromWorker) =>
        message.kind === 'turns' ? onTurns(message.turns) : resolve(message.courses),
      )
      worker.on('error', reject)
      worker.on('exit', code => reject(new Error(`a thread ended with code ${code}`)))
    })
  const stop = new AbortController()
  const others = Array.from({ length: count - 1 }, (_none, at) => run(at + 1))
  const own = runSweep({
    ...options,
    sets: shareOf(sets, 0, count),
    signal: AbortSignal.any([signal, stop.signal]),
    onProgress: progressOf(0),
  })
  try {
    const shares = await Promise.all([own, ...others])
    const [asRecorded] = shares[0]!.courses
    const courses = sets.map((_set, at) => shares[at % count]!.courses[1 + Math.floor(at / count)]!)
    return { ...shares[0]!, courses: [asRecorded!, ...courses] }
  } finally {
    stop.abort()
    await Promise.allSettled([own, ...others, ...workers.map(worker => worker.terminate())])
  }
}
