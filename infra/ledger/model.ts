import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { EventLog } from '../../processors/ports/log.ts'
import { persistently } from '../runtime/persistently.ts'
import { serially } from '../runtime/serially.ts'
import { addLine, type Cell, type Cells } from './cells.ts'
import { ledgerPartitions, readLines } from './fold.ts'
import { openLedgerStore } from './store.ts'

/** The ledger read model at a moment. */
export interface LedgerSnapshot {
  readonly turns: number
  /** Next offset of each partition of cost.ledger. */
  readonly positions: readonly number[]
  readonly digest: string
}

export interface LedgerRebuilt {
  readonly before: LedgerSnapshot
  readonly after: LedgerSnapshot
  readonly equal: boolean
}

/** A read model of `cost.ledger`: sums by tenant, scene, model, pool, layer and day. */
export interface LedgerModel {
  /** Sums over every line that was durable at the call. */
  cells(): Promise<readonly Cell[]>
  /** Sums as far as they are folded, and how far that is: of every line before these offsets, and of no other. Waits for nothing. */
  folded(): { readonly cells: readonly Cell[]; readonly positions: readonly number[] }
  /** Drops the sums and folds the same lines again. Sums asked for meanwhile wait for it. */
  rebuild(): Promise<LedgerRebuilt>
  close(): Promise<void>
}

export interface LedgerOptions {
  readonly dir: string
  readonly log: Pick<EventLog, 'id' | 'topics' | 'begin' | 'end' | 'read'>
  readonly onTrouble: (error: unknown) => void
  /** How long lines may wait to be folded where nobody asks, ms; null folds only what is asked for. */
  readonly everyMs?: number | null
}

/** Folded in one stretch, during which no turn is answered: some milliseconds. */
const slice = 250

/** Between two stretches that nobody waits for, so that turns do not wait for a ledger that has much to catch up with. */
const restMs = 20

/**
 * Opens the model in `dir`. It folds lazily, in the background: nothing waits for it but who asks for its sums, and a start
 * does not either.
 */
export const openLedger = async (options: LedgerOptions): Promise<LedgerModel> => {
  const { dir, log, onTrouble, everyMs = 1_000 } = options
  const partitions = await ledgerPartitions(log)
  const store = await openLedgerStore(dir, log.id)
  const stop = new AbortController()
  /** Callers who wait for lines to be folded. */
  let waiting = 0
  const inTurn = serially()

  const ends = (): Promise<bigint[]> =>
    Promise.all(partitions.map(partition => log.end({ topic: 'cost.ledger', partition })))

  const foldTo = async (to: readonly bigint[]): Promise<void> => {
    // Sums of lines that the log does not hold are of a log that was damaged or put back.
    if (to.some((end, partition) => store.position(partition) > end)) store.clear()
    for (const [partition, end] of to.entries()) {
      const at = { topic: 'cost.ledger', partition }
      const begin = await log.begin(at)
      let offset = store.position(partition) < begin ? begin : store.position(partition)
      while (offset < end) {
        stop.signal.throwIfAborted()
        const limit = Math.min(slice, Number(end - offset))
        const { lines, next } = await readLines(log, { ...at, offset }, limit, onTrouble)
        if (next === offset) break
        const cells: Cells = new Map()
        for (const line of lines) addLine(cells, line, store.load)
        store.save(cells, partition, next)
        offset = next
        if (waiting > 0) await nextTurn()
        else await delay(restMs, undefined, { signal: stop.signal, ref: false })
      }
    }
  }
  const urgently = async <T>(work: () => Promise<T>): Promise<T> => {
    waiting++
    try {
      return await inTurn(work)
    } finally {
      waiting--
    }
  }
  const folded = (): ReturnType<LedgerModel['folded']> => ({
    cells: store.cells(),
    positions: partitions.map(partition => Number(store.position(partition))),
  })
  const snapshot = (): LedgerSnapshot => {
    const { cells, positions } = folded()
    return {
      turns: cells.reduce((sum, { turns }) => sum + turns, 0),
      positions,
      digest: store.digest(),
    }
  }

  const following =
    everyMs === null
      ? Promise.resolve()
      : persistently(stop.signal, onTrouble, async () => {
          await delay(everyMs, undefined, { signal: stop.signal, ref: false })
          await inTurn(async () => foldTo(await ends()))
        })

  return {
    folded,
    cells: () =>
      urgently(async () => {
        await foldTo(await ends())
        return store.cells()
      }),
    rebuild: () =>
      urgently(async () => {
        const to = await ends()
        await foldTo(to)
        const before = snapshot()
        store.clear()
        await foldTo(to)
        const after = snapshot()
        return { before, after, equal: before.digest === after.digest }
      }),
    close: async () => {
      stop.abort()
      await following
      await inTurn(() => store.close())
    },
  }
}
