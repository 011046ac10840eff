import { parentPort, Worker } from 'node:worker_threads'

type FromThread<Told, Result> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'done'; readonly result: Result }

/** Threads that work on parts of something. */
export interface Threads<Told> {
  /** What each runs; it calls `workOnParts`. */
  readonly script: URL
  /** What each is given as `workerData`. */
  readonly data: unknown
  /** This one among them. */
  readonly count: number
  /** Hears what threads tell while they work. */
  onTold(told: Told): void
}

/**
 * Works on parts in so many threads, this one among them: it has all that takes the others half a second to load. Parts go to whichever
 * thread is free, so a long one does not hold up the others; results come in the order in which they were done. Rejects with the first failure, when no thread is at work any more.
 */
export const inThreads = async <Part, Told, Result>(
  parts: readonly Part[],
  { script, data, count, onTold }: Threads<Told>,
  here: (part: Part) => Promise<Result>,
): Promise<readonly Result[]> => {
  const waiting = [...parts]
  const results: Result[] = []
  const runHere = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) results.push(await here(part))
  }
  const workers: Worker[] = []
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script, { workerData: data })
      workers.push(worker)
      worker.on('message', (message: FromThread<Told, Result>) => {
        if (message.kind === 'told') return onTold(message.told)
        if (message.kind === 'done') results.push(message.result)
        worker.postMessage(waiting.shift() ?? null)
      })
      worker.on('error', reject)
      worker.on('exit', code => (code === 0 ? resolve() : reject(new Error(`a thread ended with code ${code}`))))
    })
  const others = Array.from({ length: Math.max(0, Math.min(count, parts.length) - 1) }, run)
  const own = runHere()
  try {
    await Promise.all([...others, own])
  } finally {
    waiting.length = 0
    await Promise.allSettled([own, ...workers.map(worker => worker.terminate())])
  }
  return results
}

/** What a thread does with each part that it is handed, until there is none; then it is closed. */
export const workOnParts = <Part, Told, Result>(
  work: (part: Part, tell: (told: Told) => void) => Promise<Result>,
  close: () => Promise<void>,
): void => {
  const say = (message: FromThread<Told, Result>): void => parentPort!.postMessage(message)
  const tell = (told: Told): void => say({ kind: 'told', told })
  parentPort!.on('message', async (part: Part | null) => {
    if (part !== null) return say({ kind: 'done', result: await work(part, tell) })
    await close()
    parentPort!.close()
  })
  say({ kind: 'ready' })
}
