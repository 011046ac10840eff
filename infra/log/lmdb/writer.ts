import { turnstreamError } from '../../../processors/errors.ts'
import type { NewRecord, Position } from '../../../processors/ports/log.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment, Table } from './environment.ts'
import { type Encoded, openPlacement } from './placement.ts'
import { encodeRecord } from './record.ts'

/** A write beside records. `value: null` removes. */
export interface Write {
  readonly table: Table
  readonly key: Buffer
  readonly value: Buffer | null
}

/** All of it is written, or nothing. */
export interface Job {
  readonly records?: readonly NewRecord[]
  readonly writes?: readonly Write[]
  /** Called when the job's turn has come; what it throws rejects the job. */
  readonly check?: () => void
}

export interface Writer {
  /** Resolves when the job is durable. Rejects with LOG_UNAVAILABLE, LOG_CLOSED, or what encoding or its check throw. */
  submit(job: Job): Promise<readonly Position[]>
  /** Sequence that the next record will get. */
  nextSequence(): number
  /** Resolves when everything submitted is settled; later submissions reject with LOG_CLOSED. */
  close(): Promise<void>
}

interface Waiting {
  readonly job: Job
  readonly encoded: readonly Encoded[]
  readonly bytes: number
  resolve(positions: readonly Position[]): void
  reject(error: unknown): void
}

/** Bounds on one transaction, so that a flood of small appends does not delay the first of them. */
const GROUP_JOBS = 2000
const GROUP_BYTES = 8 * 2 ** 20

const causeOf = async (error: unknown): Promise<unknown> => {
  if (!(error instanceof Error && 'commitError' in error)) return error
  try {
    return (await error.commitError) ?? error
  } catch (cause) {
    return cause
  }
}

/**
 * Group commit: while one transaction is on its way to the disk the next jobs gather, and then share the next one. There
 * is one transaction in flight, because offsets are given out before it is known to succeed.
 *
 * Writing and flushing happen on LMDB's own thread, so the event loop does not stand still for the disk. Readers see a
 * transaction once it is flushed, hence never a record that losing power could take back.
 */
export const openWriter = (environment: Environment, catalogue: Catalogue, written: (at: Position) => void): Writer => {
  const placement = openPlacement(environment, catalogue)
  let queue: Waiting[] = []
  let flight: Promise<void> | null = null
  let scheduled = false
  let closed = false
  let broken: unknown = null

  const takeGroup = (): Waiting[] => {
    let bytes = 0
    let count = 0
    while (count < queue.length && count < GROUP_JOBS && (count === 0 || bytes < GROUP_BYTES))
      bytes += queue[count++]!.bytes
    const group = queue.slice(0, count)
    queue = queue.slice(count)
    return group
  }

  const failed = async (group: readonly Waiting[], error: unknown): Promise<void> => {
    const cause = await causeOf(error)
    const reason = cause instanceof Error ? cause.message : String(cause)
    for (const { reject } of group)
      reject(turnstreamError('LOG_UNAVAILABLE', `the log cannot be written: ${reason}`, { cause }))
    try {
      environment.root.resetReadTxn()
      placement.restore()
    } catch (panic) {
      // After a failure on its meta page LMDB refuses to read too; a write would then block for ever inside lmdb-js.
      broken = panic
    }
  }

  const write = async (group: readonly Waiting[]): Promise<void> => {
    if (broken !== null) throw broken
    const writes: Write[] = []
    const place = placement.forGroup(writes)
    const done: { waiting: Waiting; positions: readonly Position[] }[] = []
    for (const waiting of group) {
      try {
        waiting.job.check?.()
      } catch (error) {
        waiting.reject(error)
        continue
      }
      done.push({ waiting, positions: waiting.encoded.map(place) })
      if (waiting.job.writes) writes.push(...waiting.job.writes)
    }
    if (writes.length > 0)
      await environment.root.batch(() => {
        for (const { table, key, value } of writes) value === null ? table.remove(key) : table.put(key, value)
      })
    for (const { waiting, positions } of done) {
      waiting.resolve(positions)
      for (const position of positions) written(position)
    }
  }

  const pump = (): void => {
    scheduled = false
    if (flight !== null || queue.length === 0) return
    const group = takeGroup()
    flight = write(group)
      .catch(error => failed(group, error))
      .finally(() => {
        flight = null
        pump()
      })
  }

  return {
    submit: async job => {
      if (closed) throw turnstreamError('LOG_CLOSED', 'the log is closed')
      let bytes = 0
      const encoded = (job.records ?? []).map(record => {
        const each = { record, topic: catalogue.numberOf(record), bytes: encodeRecord(record) }
        bytes += each.bytes.length
        return each
      })
      return new Promise((resolve, reject) => {
        queue.push({ job, encoded, bytes, resolve, reject })
        if (scheduled || flight !== null) return
        scheduled = true
        // Not a microtask: appends of the same turn of the event loop are to share the transaction.
        setImmediate(pump)
      })
    },
    nextSequence: placement.nextSequence,
    close: async () => {
      closed = true
      if (flight === null) pump()
      while (flight !== null) await flight
    },
  }
}
