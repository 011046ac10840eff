import type { Bulk, Write } from './bulk.ts'
import { toDocument } from './document.ts'
import type { Documents } from './documents.ts'
import type { Change, Overlay, Versioned } from './overlay.ts'
import { positionWrite } from './positions.ts'
import { type Routing, routeOf } from './routing.ts'
import { fold, nothing } from './state.ts'
import { untilDone } from './until-done.ts'

/** What was read from a partition in one go. */
interface Batch {
  readonly partition: number
  readonly next: bigint
  readonly changes: readonly Change[]
  readonly bytes: number
  readonly written: Promise<void>
  readonly done: () => void
}

export interface WriterOptions {
  readonly documents: Documents
  readonly bulk: Bulk
  readonly overlay: Overlay
  readonly logId: string
  readonly dimensions: number
  readonly routing: Routing
  readonly flushBytes: number
  readonly flushEntries: number
  /** Most bytes that may wait to be written. */
  readonly queueBytes: number
  readonly signal: AbortSignal
  /** The index is gone, or nothing can be written to it ever: what was added is dropped, and nothing more is written. */
  readonly onLost: (error: unknown) => void
}

/** Carries what was folded into the index, one request after the other, and each position after what it covers. */
export interface Writer {
  /** Resolves when it is durable in the index, or the writer has been stopped. */
  add(partition: number, next: bigint, changes: readonly Change[]): Promise<void>
  /** More waits to be written than may. */
  isFull(): boolean
  /** Resolves when there is room again, or the writer has been stopped. */
  room(): Promise<void>
  /** Resolves when all that was added before the call is durable. */
  flushed(): Promise<void>
  trouble(): string | null
}

/** What events are folded on top of. */
type Prior = Versioned & { readonly routing?: string | undefined }

/** Beside texts and vector. */
const entryOverhead = 1_000

const bytesOf = ({ event }: Change): number =>
  event.type === 'EntryStored'
    ? entryOverhead + 3 * (event.data.vector?.length ?? 0) + event.data.question.length + event.data.answer.length
    : entryOverhead

export const createWriter = (options: WriterOptions): Writer => {
  const { documents, bulk, overlay, logId, dimensions, routing, signal, onLost } = options
  const { flushBytes, flushEntries, queueBytes } = options
  const queue: Batch[] = []
  let queued = 0
  let failing: string | null = null
  let running = false
  const waiting: (() => void)[] = []
  const isFull = (): boolean => queued > queueBytes
  const wake = (): void => {
    if (isFull() && !signal.aborted) return
    for (const resolve of waiting.splice(0)) resolve()
  }

  /** As many batches as one request may take, at least one. */
  const take = (): readonly Batch[] => {
    let bytes = 0
    let count = 0
    let batches = 0
    for (const batch of queue) {
      bytes += batch.bytes
      count += batch.changes.length
      if (batches > 0 && (bytes > flushBytes || count > flushEntries)) break
      batches++
    }
    return queue.slice(0, batches)
  }

  const foldAll = async (changes: readonly Change[]): Promise<readonly Write[]> => {
    const byEntry = Map.groupBy(changes, ({ entryId }) => entryId)
    // Where this process has folded the last state itself it need not ask. Another may have come further: then what is
    // written is older, and refused. By tenant, only the document tells where it is.
    const unknown = [...byEntry.keys()].filter(entryId => routing === 'tenant' || !overlay.base(entryId))
    const found = await untilDone(
      () => documents.read(unknown, signal),
      signal,
      error => {
        failing = (error as Error).message
      },
    )
    failing = null
    return [...byEntry].flatMap(([entryId, of]) => foldOne(entryId, of, found.get(entryId) ?? overlay.base(entryId)))
  }
  const foldOne = (entryId: string, changes: readonly Change[], found: Prior | null): readonly Write[] => {
    const prior: Prior = found ?? { state: nothing, version: 0n }
    let { state, version } = prior
    for (const change of changes) {
      if (change.version <= version) continue
      state = fold(state, change.event)
      version = change.version
    }
    overlay.folded(entryId, { state, version })
    if (state === prior.state) return []
    const document = toDocument(entryId, state, dimensions)
    const route = routing === 'tenant' ? (state.entry?.tenant ?? found?.routing) : routeOf(routing, entryId)
    const meta = {
      _id: entryId,
      version: Number(version),
      version_type: 'external',
      ...(route === undefined ? {} : { routing: route }),
    }
    return [
      {
        id: entryId,
        bytes: changes.reduce((sum, change) => sum + bytesOf(change), 0),
        lines: [{ index: meta }, document],
      },
    ]
  }

  /**
   * 1. The documents of all entries named are read, with their versions.
   * 2. Events that a document does not hold yet are folded on top of it. Whoever does this, and however often, writes the
   *    same document under the same version. The first is kept: what is not newer than the document is refused.
   * 3. When all are durable the positions are written, so what is before a position is in the index.
   */
  const step = async (batches: readonly Batch[]): Promise<void> => {
    const changes = batches.flatMap(batch => batch.changes)
    if (changes.length > 0) await bulk.send(await foldAll(changes), signal)
    const nexts = new Map(batches.map(({ partition, next }) => [partition, next]))
    await bulk.send(
      [...nexts].map(([partition, next]) => positionWrite(partition, next, logId, dimensions)),
      signal,
    )
    overlay.written(changes.map(({ entryId }) => entryId))
  }
  const run = async (): Promise<void> => {
    running = true
    try {
      while (queue.length > 0) {
        const batches = take()
        await step(batches)
        queue.splice(0, batches.length)
        for (const { bytes, done } of batches) {
          queued -= bytes
          done()
        }
        wake()
      }
    } catch (error) {
      for (const { done } of queue.splice(0)) done()
      queued = 0
      wake()
      if (!signal.aborted) onLost(error)
    } finally {
      // In the same breath as the last look at the queue, or what is added in between would lie there.
      running = false
    }
  }
  signal.addEventListener('abort', wake, { once: true })

  return {
    add: (partition, next, changes) => {
      if (signal.aborted) return Promise.resolve()
      const bytes = changes.reduce((sum, change) => sum + bytesOf(change), 0)
      queued += bytes
      const { promise: written, resolve: done } = Promise.withResolvers<void>()
      queue.push({ partition, next, changes, bytes, written, done })
      if (!running) void run()
      return written
    },
    isFull,
    room: () =>
      new Promise(resolve => {
        waiting.push(resolve)
        wake()
      }),
    // Not until nothing is left to do: under load that never comes.
    flushed: async () => queue.at(-1)?.written,
    trouble: () => failing ?? bulk.trouble(),
  }
}
