import { rm } from 'node:fs/promises'
import type { EventLog } from '../../processors/ports/log.ts'
import { project } from '../runtime/projector.ts'
import { serially } from '../runtime/serially.ts'
import { openReviewStore, type ReviewStore } from './store.ts'

/** The queue at a moment. */
export interface QueueSnapshot {
  /** Reviews that wait. */
  readonly open: number
  /** Next offset of each partition of reviews. */
  readonly positions: readonly number[]
  readonly digest: string
}

export interface QueueRebuilt {
  readonly before: QueueSnapshot
  readonly after: QueueSnapshot
  /** Null where events came meanwhile, so that the two cannot be compared. */
  readonly equal: boolean | null
}

/** Answers that wait for a reviewer, and what was decided of the others: a read model that keeps up with the log by itself. */
export interface ReviewQueue {
  /** Looks at what was in the log at the call. */
  read<T>(look: (store: ReviewReader) => T): Promise<T>
  /** How many marks wait, as far as the log is folded; waits for nothing. */
  open(): number
  /** Drops the read model and folds it again; who reads meanwhile waits. */
  rebuild(): Promise<QueueRebuilt>
  close(): Promise<void>
}

export type ReviewReader = Pick<ReviewStore, 'find' | 'range' | 'openOf' | 'open'>

export interface ReviewQueueOptions {
  readonly dir: string
  readonly log: EventLog
  /** Of `reviews`. */
  readonly partitions: number
  readonly onTrouble: (error: unknown) => void
}

/** Opens the queue in `dir`. Resolves before it has caught up with the log. */
export const openReviewQueue = async (options: ReviewQueueOptions): Promise<ReviewQueue> => {
  const { dir, log, partitions, onTrouble } = options
  let store = await openReviewStore(dir, log.id)
  const follow = () => project(log, 'reviews', partitions, store, onTrouble)
  let projection = follow()
  /** Nobody looks at what a rebuild has half folded. */
  const inTurn = serially()
  const snapshot = (): QueueSnapshot => ({
    open: store.open(),
    positions: Array.from({ length: partitions }, (_, partition) => Number(store.position(partition))),
    digest: store.digest(),
  })

  return {
    read: look =>
      inTurn(async () => {
        await projection.caughtUp()
        return look(store)
      }),
    open: () => store.open(),
    rebuild: () =>
      inTurn(async () => {
        await projection.caughtUp()
        await projection.stop()
        const before = snapshot()
        // Emptied tables would leave on the disk what was in them.
        await store.close()
        await rm(dir, { recursive: true })
        store = await openReviewStore(dir, log.id)
        projection = follow()
        await projection.caughtUp()
        const after = snapshot()
        const comparable = before.positions.every((position, at) => position === after.positions[at])
        return { before, after, equal: comparable ? before.digest === after.digest : null }
      }),
    close: async () => {
      await projection.stop()
      await store.close()
    },
  }
}
