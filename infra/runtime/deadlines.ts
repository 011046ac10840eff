import { setTimeout as delay } from 'node:timers/promises'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog } from '../../processors/ports/log.ts'
import { taskIds } from '../../processors/warm/plan.ts'
import { toRecord } from '../../topics/wire.ts'
import { persistently } from './persistently.ts'
import type { Tasks } from './tasks.ts'

export interface DeadlineOptions {
  readonly log: Pick<EventLog, 'append'> & Pick<EventIndex, 'has'>
  readonly tasks: Pick<Tasks, 'overdue'>
  readonly partitions: number
  /** Event time, ms since 1970. */
  readonly clock: () => number
  readonly onTrouble: (error: unknown) => void
}

const everyMs = 500

/** Writes down that the time of a task is over; whoever decides on it reads it from the log. */
export const watchDeadlines = ({ log, tasks, partitions, clock, onTrouble }: DeadlineOptions) => {
  const stop = new AbortController()
  const watching = persistently(stop.signal, onTrouble, async () => {
    await delay(everyMs, undefined, { signal: stop.signal, ref: false })
    const timeMs = clock()
    for (const taskId of tasks.overdue(timeMs)) {
      const id = taskIds.timedOut(taskId)
      if (log.has(id)) continue
      const event: DomainEvent<'TaskTimedOut'> = {
        id,
        type: 'TaskTimedOut',
        key: taskId,
        timeMs,
        source: 'deadlines',
        subject: taskId,
        cause: null,
        data: { taskId },
      }
      await log.append([toRecord(event, partitions)])
    }
  })
  return {
    stop: async () => {
      stop.abort()
      await watching
    },
  }
}
