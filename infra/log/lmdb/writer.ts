import { turnstreamError } from '../../../processors/errors.ts'
import type { StoredRecord } from '../../../processors/ports/log.ts'
import { createBlocks, type OpenBlock } from './blocks.ts'
import { isEmpty, type Job, keptBytes, type Placed } from './job.ts'
import type { Journal } from './journal/journal.ts'
import type { Merger } from './merger.ts'
import type { Part, Tail } from './tail.ts'

export interface Writer {
  /**
   * Gives a job its place: within the call, unless there is no room until a merge is through. Places are in the order of
   * calls. Rejects with LOG_UNAVAILABLE, LOG_CLOSED, UNKNOWN_TOPIC, RECORD_INVALID, or what its check throws.
   */
  place(job: Job): Promise<Placed>
  /** Places a job and resolves when it is durable. */
  submit(job: Job): Promise<readonly StoredRecord[]>
  /** Sequence that the next record will get. */
  nextSequence(): number
  /** Resolves when everything placed is settled; later jobs reject with LOG_CLOSED. */
  close(): Promise<void>
  /** Writes on, if there is something to write or a merge to begin. */
  pump(): void
  /** There may be room for jobs that wait, or no hope of it: then they are rejected. */
  admit(): void
  /** These have left the tail. */
  merged(blocks: readonly OpenBlock[]): void
}

export interface WriterOptions {
  readonly tail: Tail
  readonly journal: Journal
  readonly merger: Merger
  /** Sequence of the first record. */
  readonly sequence: number
  /** A record of this part has its place; is durable. */
  onPlaced(part: Part): void
  onDurable(part: Part): void
  /** What was placed is lost. Called before anyone is told. */
  onLost(): void
}

/** What may be in memory before it is merged. */
const MOST_BYTES = 32 * 2 ** 20
/** A block ends after so many bytes, so that a flood does not delay the first of it. */
const BLOCK_BYTES = 4 * 2 ** 20

interface Waiting {
  readonly job: Job
  resolve(placed: Placed): void
  reject(error: unknown): void
}

/**
 * Group commit: while one block is on its way to the disk the next jobs gather, and then share the next one. There is one
 * block in flight, because what is placed after it is built on it: when it is lost, so are they.
 */
export const openWriter = (options: WriterOptions): Writer => {
  const { tail, journal, merger, onPlaced, onDurable, onLost } = options
  const blocks = createBlocks(tail, options.sequence)
  /** Placed and not on their way yet; the last may still be open. */
  let queue: OpenBlock[] = []
  const waiting: Waiting[] = []
  let inFlight: OpenBlock | null = null
  let flight: Promise<void> | null = null
  let scheduled = false
  let closed = false
  let unmergedBytes = 0

  const isFull = (): boolean => unmergedBytes >= MOST_BYTES

  const lost = (block: OpenBlock, cause: unknown): void => {
    const all = [block, ...queue]
    queue = []
    blocks.lose(all)
    for (const { bytes } of all) unmergedBytes -= bytes
    onLost()
    const reason = cause instanceof Error ? cause.message : String(cause)
    const error = turnstreamError('LOG_UNAVAILABLE', `the log cannot be written: ${reason}`, { cause })
    for (const { reject } of all) reject(error)
    // There may be nothing left to merge, and then nobody else would let in what waits for room.
    admit()
  }

  const write = async (block: OpenBlock): Promise<void> => {
    const failure = await journal.write(block.slices).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    inFlight = null
    if (failure) lost(block, failure.error)
    else {
      tail.durable(block)
      merger.durable(block)
      block.resolve()
      for (const part of block.parts) onDurable(part)
    }
    flight = null
    pump()
  }

  const pump = (): void => {
    scheduled = false
    if (flight !== null) return
    merger.turn(queue[0]?.bytes ?? 0)
    const block = queue.shift()
    if (block === undefined) return
    if (queue.length === 0) blocks.close()
    inFlight = block
    flight = write(block)
  }

  const schedule = (): void => {
    if (scheduled || flight !== null) return
    scheduled = true
    // Not a microtask: appends of the same turn of the event loop are to share the block.
    setImmediate(pump)
  }

  const placeNow = (job: Job): Placed => {
    job.check?.()
    if (isEmpty(job)) return { positions: [], durable: (queue.at(-1) ?? inFlight)?.durable ?? Promise.resolve() }
    const { records = [], writes = [] } = job
    const { block, placed, bytes } = blocks.place(records, writes)
    unmergedBytes += bytes
    if (queue.at(-1) !== block) queue.push(block)
    if (block.bytes >= BLOCK_BYTES) blocks.close()
    schedule()
    for (let i = block.parts.length - placed.length; i < block.parts.length; i++) onPlaced(block.parts[i]!)
    return { positions: placed, durable: block.durable }
  }

  const admit = (): void => {
    const failure = merger.failure()
    if (failure !== null && isFull()) {
      for (const { reject } of waiting.splice(0)) reject(failure)
      return
    }
    while (waiting.length > 0 && !isFull()) {
      const { job, resolve, reject } = waiting.shift()!
      try {
        resolve(placeNow(job))
      } catch (error) {
        reject(error)
      }
    }
  }

  const place: Writer['place'] = async job => {
    if (closed) throw turnstreamError('LOG_CLOSED', 'the log is closed')
    if (waiting.length === 0 && (!isFull() || isEmpty(job))) return placeNow(job)
    const failure = merger.failure()
    if (failure !== null) throw failure
    return new Promise((resolve, reject) => waiting.push({ job: keptBytes(job), resolve, reject }))
  }

  return {
    place,
    submit: async job => {
      const { positions, durable } = await place(job)
      await durable
      return positions
    },
    nextSequence: blocks.nextSequence,
    close: async () => {
      closed = true
      admit()
      while (flight !== null || queue.length > 0 || waiting.length > 0) {
        pump()
        await (flight ?? merger.merged().catch(() => undefined))
      }
    },
    pump,
    admit,
    merged: left => {
      for (const { bytes } of left) unmergedBytes -= bytes
      admit()
    },
  }
}
