import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import { serially } from '../../runtime/serially.ts'
import type { OpenBlock } from './blocks.ts'
import type { Environment, Table } from './environment.ts'
import type { Journal, Stretch } from './journal/journal.ts'
import { openMergeThread } from './merge-thread.ts'
import type { Tail } from './tail.ts'

/** A write straight to a table, past the journal. `value: null` removes. */
export interface TableWrite {
  readonly table: Table
  readonly key: Buffer
  readonly value: Buffer | null
}

/** Brings what is durable in the journal into the tables, and the tail to its end. */
export interface Merger {
  /** A block that is on the disk now. */
  durable(block: OpenBlock): void
  /** To be called whenever no block is being written, with the size of the next: begins a merge when one is due. */
  turn(bytes: number): void
  /** Resolves when all that is durable now is in the tables. Throws LOG_UNAVAILABLE. */
  merged(): Promise<void>
  /** Writes to tables in one transaction, durable when it resolves. Throws LOG_UNAVAILABLE. */
  write(writes: readonly TableWrite[]): Promise<void>
  /** Why the last merge failed; null after one that did not. */
  failure(): Error | null
  /** Merges what there is, if that is possible, and ends. No block may be written any more. */
  close(): Promise<void>
}

export interface MergerOptions {
  readonly environment: Environment
  readonly dir: string
  readonly journal: Journal
  readonly tail: Tail
  /** A merge is due: `turn` is to be called as soon as may be. */
  onDue(): void
  /** These have left the tail. */
  onMerged(blocks: readonly OpenBlock[]): void
  onFailure(): void
}

/** Records wait so long, so that many share a transaction, and short enough that a reader in another process follows. */
const MERGE_MS = 250
const MERGE_BYTES = 8 * 2 ** 20
const RETRY_MS = 1_000

interface Waiting {
  /** Number of the block that is to be in the tables. */
  readonly through: number
  resolve(): void
  reject(error: Error): void
}

const causeOf = async (error: unknown): Promise<unknown> => {
  if (!(error instanceof Error && 'commitError' in error)) return error
  try {
    return (await error.commitError) ?? error
  } catch (cause) {
    return cause
  }
}

const asUnavailable = (cause: unknown): Error =>
  turnstreamError(
    'LOG_UNAVAILABLE',
    `the log cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  )

export const openMerger = (options: MergerOptions): Merger => {
  const { environment, dir, journal, tail, onDue, onMerged, onFailure } = options
  const thread = openMergeThread(environment, dir)
  const exclusively = serially()
  const ending = new AbortController()
  /** On the disk and in the file that is written now. */
  let ready: OpenBlock[] = []
  let readyBytes = 0
  let running: Promise<void> | null = null
  let waiting: Waiting[] = []
  let due = false
  let failure: Error | null = null
  let lastDurable = 0
  let lastMerged = 0
  let timer: NodeJS.Timeout | undefined

  const beDue = (): void => {
    due = true
    onDue()
  }
  const arm = (): void => {
    if (ready.length > 0) timer ??= setTimeout(beDue, MERGE_MS).unref()
  }

  /** After a failure on its meta page LMDB refuses to read too; a write would then block for ever inside lmdb-js. */
  const isBroken = (): boolean => {
    try {
      environment.root.resetReadTxn()
      environment.meta.getBinary(Buffer.from('format'))
      return false
    } catch {
      return true
    }
  }

  const failed = (error: unknown): void => {
    failure = asUnavailable(error)
    for (const { reject } of waiting) reject(failure)
    waiting = []
    onFailure()
  }

  const succeeded = (blocks: readonly OpenBlock[]): void => {
    failure = null
    environment.root.resetReadTxn()
    for (const block of blocks) tail.merged(block)
    lastMerged = blocks.at(-1)!.number
    for (const { through, resolve } of waiting) if (through <= lastMerged) resolve()
    waiting = waiting.filter(({ through }) => through > lastMerged)
    onMerged(blocks)
  }

  const merge = async (stretch: Stretch, blocks: readonly OpenBlock[]): Promise<void> => {
    for (;;) {
      try {
        await exclusively(() => thread.merge(stretch, ending.signal.aborted))
        break
      } catch (error) {
        const broken = isBroken()
        failed(error)
        // What cannot be merged stays in the journal, where the next start finds it.
        if (ending.signal.aborted || broken) return
        await sleep(RETRY_MS, undefined, { ref: false, signal: ending.signal }).catch(() => undefined)
      }
    }
    succeeded(blocks)
    // Room on the disk is only a matter of speed.
    await journal.rest(stretch).catch(() => undefined)
    running = null
    arm()
    if (due) onDue()
  }

  const turn: Merger['turn'] = bytes => {
    if (running !== null || ready.length === 0 || (!due && journal.fits(bytes))) return
    const stretch = journal.turn()
    if (stretch === null) return
    due = false
    clearTimeout(timer)
    timer = undefined
    const blocks = ready
    ready = []
    readyBytes = 0
    running = merge(stretch, blocks)
  }

  return {
    durable: block => {
      lastDurable = block.number
      ready.push(block)
      readyBytes += block.bytes
      if (readyBytes >= MERGE_BYTES) due = true
      arm()
    },
    turn,
    merged: async () => {
      if (lastDurable <= lastMerged) return
      if (failure !== null) throw failure
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting.push({ through: lastDurable, resolve, reject })
      beDue()
      return promise
    },
    write: writes =>
      exclusively(async () => {
        try {
          await environment.root.batch(() => {
            for (const { table, key, value } of writes) value === null ? table.remove(key) : table.put(key, value)
          })
        } catch (error) {
          throw asUnavailable(await causeOf(error))
        }
      }),
    failure: () => failure,
    close: async () => {
      ending.abort()
      await running
      if (failure === null) {
        due = true
        turn(0)
        await running
      }
      clearTimeout(timer)
      await thread.close()
    },
  }
}
