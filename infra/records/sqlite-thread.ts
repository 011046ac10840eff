import { Worker } from 'node:worker_threads'
import { turnstreamError } from '../../processors/errors.ts'
import type { RecordRow } from '../../processors/ports/records.ts'

/** A table that is made anew in memory. */
export interface SqliteTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

export interface SqliteData {
  /** Opened to be read; null: in memory, with `tables`. */
  readonly file: string | null
  readonly tables: readonly SqliteTable[]
}

export interface SqliteQuestion {
  readonly id: number
  readonly text: string
  readonly parameters: readonly string[]
}

export type SqliteReply = { readonly id: number } & (
  | { readonly rows: readonly RecordRow[]; readonly error?: undefined }
  | { readonly rows?: undefined; readonly error: string }
)

interface Waiting {
  resolve(rows: readonly RecordRow[]): void
  reject(error: unknown): void
}

/** A database in a thread of its own. */
export interface SqliteThread {
  /** Rejects with the signal's reason once that aborts, which ends the thread and what else it was asked, and another takes its place; UNAVAILABLE for what SQLite refuses. */
  ask(text: string, parameters: readonly string[], signal: AbortSignal): Promise<readonly RecordRow[]>
  close(): Promise<void>
}

export const createSqliteThread = (data: SqliteData): SqliteThread => {
  let worker: Worker | null = null
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let isClosed = false

  const unavailable = (why: string): Error => turnstreamError('UNAVAILABLE', `the records cannot be looked up: ${why}`)

  const end = async (error: unknown): Promise<void> => {
    const ending = worker
    worker = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    await ending?.terminate()
  }
  const start = (): Worker => {
    const started = new Worker(new URL('./sqlite.worker.ts', import.meta.url), { workerData: data })
    started.unref()
    started.on('message', ({ id, rows, error }: SqliteReply) => {
      const asker = waiting.get(id)
      waiting.delete(id)
      if (rows) asker?.resolve(rows)
      else asker?.reject(unavailable(error ?? 'no reply'))
    })
    started.on('error', error => {
      if (worker === started) void end(unavailable(error.message))
    })
    started.on('exit', () => {
      if (worker === started) void end(unavailable('its thread has ended'))
    })
    return started
  }

  // At once, lest the first question wait for it.
  worker = start()

  return {
    ask: (text, parameters, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        if (isClosed) throw unavailable('the store is closed')
        worker ??= start()
        const id = asked++
        const leave = (): void => {
          void end(signal.reason)
          worker = isClosed ? null : start()
        }
        signal.addEventListener('abort', leave, { once: true })
        const settle = <T>(how: (value: T) => void) => {
          return (value: T): void => {
            signal.removeEventListener('abort', leave)
            how(value)
          }
        }
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) })
        worker.postMessage({ id, text, parameters } satisfies SqliteQuestion)
      }),
    close: async () => {
      isClosed = true
      await end(unavailable('the store is closed'))
    },
  }
}
