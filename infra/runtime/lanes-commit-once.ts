import type { Commit, Progress, TopicPartition } from '../../processors/ports/log.ts'
import { covers } from './lanes-progress.ts'
import { retrying, type Scheduler } from './lanes-scheduler.ts'

export interface CommitPort {
  readonly scheduler: Scheduler
  commit(commit: Commit): Promise<unknown>
  /** The group's progress as the log has it now. */
  committed(at: TopicPartition): Promise<Progress>
}

/**
 * Commits the outputs and progress of one partition exactly once, however often the log is unavailable. Throws
 * LOG_FENCED, what is not retriable, and the signal's reason once it is aborted.
 *
 * A log can fail after it has written and before it has answered. The owner's commits are serial, so the committed
 * progress tells whether this one landed; committing it again unasked would write its outputs twice.
 */
export const commitOnce = ({ scheduler, commit, committed }: CommitPort, request: Commit, signal: AbortSignal) => {
  const [progress] = request.progress as [Progress]
  const at = { topic: progress.topic, partition: progress.partition }
  let inDoubt = false
  return retrying(scheduler, signal, async () => {
    if (inDoubt && covers(await committed(at), progress)) return
    inDoubt = true
    await commit(request)
  })
}
