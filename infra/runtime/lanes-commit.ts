import { isTurnstreamError } from '../../processors/errors.ts'
import type { Commit, StoredRecord } from '../../processors/ports/log.ts'
import { type CommitPort, commitOnce } from './lanes-commit-once.ts'
import { type Completed, hasEnded, type Owned } from './lanes-owned.ts'
import { markCommitted, type ProgressRule, type Reached } from './lanes-progress.ts'
import type { LaneLimits, LaneWork } from './lanes-work.ts'

export interface CommitterOptions extends CommitPort, Pick<LaneLimits, 'flushRecords' | 'flushMs'> {
  readonly onFailure: LaneWork['onFailure']
  readonly progressAfter: ProgressRule
  /** While draining, progress over skipped records waits for nothing. */
  isDraining(): boolean
  /** A commit is through, or was refused; the next one, if there is any, is under way. */
  onProgress(owned: Owned): void
  /** The ownership cannot go on: it is fenced, or the log refuses even a dead letter. */
  giveUp(owned: Owned, error: unknown): void
}

export interface Committer {
  /** Takes what an effect gave back, or the error for which its record becomes a dead letter. */
  complete(owned: Owned, record: StoredRecord, result: { outputs: Completed['outputs'] } | { error: unknown }): void
  /** Commits what is due and not yet under way. */
  flush(owned: Owned): void
}

/**
 * Commits outputs with the progress of their partition. One commit at a time per partition: what completes meanwhile
 * goes into the next one, and progress only rises. Nothing is committed for an ownership that has ended.
 */
export const createCommitter = (options: CommitterOptions): Committer => {
  const deadLetter = (record: StoredRecord, error: unknown): Completed => ({
    record,
    outputs: options.onFailure(record, error),
    failed: true,
  })

  const complete: Committer['complete'] = (owned, record, result) => {
    try {
      owned.ready.push('error' in result ? deadLetter(record, result.error) : { record, ...result, failed: false })
      flush(owned)
    } catch (error) {
      options.giveUp(owned, error)
    }
  }

  const flush = (owned: Owned): void => {
    if (owned.committing || hasEnded(owned)) return
    const wait = options.isDraining() ? 1 : options.flushRecords
    if (owned.ready.length > 0 || owned.skipped >= wait) void commitReady(owned)
    else if (owned.skipped > 0) owned.cancelFlush ??= options.scheduler.after(options.flushMs, () => commitReady(owned))
  }

  const commitReady = async (owned: Owned): Promise<void> => {
    const batch = owned.ready.splice(0, owned.alone > 0 ? 1 : owned.ready.length)
    const offsets = batch.map(({ record }) => record.offset)
    const reached = options.progressAfter(owned.tracker, offsets)
    owned.skipped = 0
    owned.cancelFlush?.()
    owned.cancelFlush = null
    // Only skipped records, all beyond a gap: they ride along when it closes.
    if (batch.length === 0 && reached.next === owned.committedNext) return
    owned.committing = batch
    try {
      await commitOnce(options, commitOf(owned, batch, reached), owned.ended.signal)
      markCommitted(owned.tracker, offsets, reached)
      owned.committedNext = reached.next
      owned.alone = Math.max(0, owned.alone - 1)
    } catch (error) {
      if (!hasEnded(owned)) refused(owned, batch, error)
    }
    owned.committing = null
    flush(owned)
    options.onProgress(owned)
  }

  /**
   * The log will never take this commit. If the outputs of one effect are at fault the others must not share its fate:
   * they are committed one by one, and the one that is refused alone becomes a dead letter.
   */
  const refused = (owned: Owned, batch: readonly Completed[], error: unknown): void => {
    const [first, ...others] = batch
    const ownershipIsOver = isTurnstreamError(error, 'LOG_FENCED') || isTurnstreamError(error, 'LOG_CLOSED')
    if (ownershipIsOver || !first || (others.length === 0 && first.failed)) {
      options.giveUp(owned, error)
      return
    }
    try {
      owned.ready.unshift(...(others.length === 0 ? [deadLetter(first.record, error)] : batch))
      owned.alone = Math.max(owned.alone, batch.length)
    } catch (thrown) {
      options.giveUp(owned, thrown)
    }
  }

  return { complete, flush }
}

const commitOf = ({ ownership }: Owned, batch: readonly Completed[], reached: Reached): Commit => ({
  records: batch.flatMap(({ outputs }) => outputs.records),
  state: batch.flatMap(({ outputs }) => outputs.state ?? []),
  progress: [{ topic: ownership.topic, partition: ownership.partition, ...reached }],
  owners: [ownership],
})
