import type { Progress } from '../../processors/ports/log.ts'

/** What an owner knows of one partition. Offsets may have gaps: only records that were offered count. */
export interface Tracker {
  /** Offered and not yet committed, in offset order. */
  readonly open: Set<bigint>
  /** Committed beyond the first open offset, those of earlier owners included. */
  readonly done: Set<bigint>
  /** One past the last offset seen. */
  seenTo: bigint
}

export type Reached = Pick<Progress, 'next' | 'done'>

/** Says what the progress is once `completed` is committed. Never covers an offset that is neither done nor completed. */
export type ProgressRule = (tracker: Tracker, completed: readonly bigint[]) => Reached

export const startTracker = (from: Reached): Tracker => ({
  open: new Set(),
  done: new Set(from.done),
  seenTo: from.next,
})

const firstOpen = (open: ReadonlySet<bigint>, completed: ReadonlySet<bigint>): bigint | null => {
  for (const offset of open) if (!completed.has(offset)) return offset
  return null
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : 1)

export const progressAfter: ProgressRule = (tracker, completed) => {
  const done = new Set([...tracker.done, ...completed])
  let next = firstOpen(tracker.open, new Set(completed)) ?? tracker.seenTo
  while (done.has(next)) next += 1n
  return { next, done: [...done].filter(offset => offset > next).sort(ascending) }
}

/**
 * Moves completed offsets from open to done, and forgets the done ones that `next` has passed. One that is still to be
 * read is kept although `next` has passed it, or it would be taken for new when the reader comes to it.
 */
export const markCommitted = (tracker: Tracker, completed: readonly bigint[], { next }: Reached): void => {
  for (const offset of completed) {
    tracker.open.delete(offset)
    tracker.done.add(offset)
  }
  for (const offset of tracker.done) if (offset < next && offset < tracker.seenTo) tracker.done.delete(offset)
}

/** Bounds of what lies open, and of what may be done beyond it. */
export interface Window {
  /** Records held at most. */
  readonly highWater: number
  /** Done offsets beyond the first incomplete one at most. */
  readonly maxDone: number
  /** Offsets from the first incomplete one to the last that was read, those that were not accepted included, at most. */
  readonly maxSpan: number
}

/**
 * How many records may be offered before more than `highWater` are held, or more than `maxDone` could be done beyond
 * a gap; none where `maxSpan` lies behind the gap already. With nothing open the gap itself is still to be read, so there
 * is room for one however long the list of done offsets: refusing it would wait for ever.
 */
export const roomLeft = (tracker: Tracker, { highWater, maxDone, maxSpan }: Window): number => {
  const [gap] = tracker.open
  if (gap !== undefined && tracker.seenTo - gap > maxSpan) return 0
  const byDone = maxDone - tracker.open.size - tracker.done.size
  return Math.max(0, Math.min(highWater - tracker.open.size, tracker.open.size === 0 ? Math.max(1, byDone) : byDone))
}

/** True when `committed` includes all that `attempted` claims. */
export const covers = (committed: Reached, attempted: Reached): boolean =>
  committed.next >= attempted.next &&
  attempted.done.every(offset => offset < committed.next || committed.done.includes(offset))
