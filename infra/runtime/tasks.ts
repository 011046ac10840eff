import type { EventLog } from '../../processors/ports/log.ts'
import type { TaskChanged } from '../../schemas/types.ts'
import { type Projection, project } from './projector.ts'

export interface Tasks extends Pick<Projection, 'caughtUp' | 'stop'> {
  /** How a task stands, as far as this process has read; null where it has not heard of it. */
  find(taskId: string): TaskChanged | null
  /** Tasks that should have ended by then and have not. */
  overdue(nowMs: number): readonly string[]
}

/** Tasks that are remembered: the last to have moved. */
const most = 10_000

/** Follows the tasks of the log from its beginning. They are few beside turns. */
export const followTasks = (log: EventLog, partitions: number, onTrouble: (error: unknown) => void): Tasks => {
  const positions = new Map<number, bigint>()
  const tasks = new Map<string, TaskChanged>()
  const deadlines = new Map<string, number>()
  const projection = project(
    log,
    'tasks',
    partitions,
    {
      types: ['TaskChanged', 'QuestionsPlanned'],
      position: partition => positions.get(partition) ?? 0n,
      clear: () => {
        positions.clear()
        tasks.clear()
        deadlines.clear()
      },
      apply: (partition, events, next) => {
        for (const event of events) {
          if (event.type === 'QuestionsPlanned') deadlines.set(event.data.taskId, event.data.deadlineMs)
          if (event.type !== 'TaskChanged') continue
          if (event.data.state !== 'running') deadlines.delete(event.data.taskId)
          tasks.delete(event.data.taskId)
          tasks.set(event.data.taskId, event.data)
          if (tasks.size > most) tasks.delete(tasks.keys().next().value!)
        }
        positions.set(partition, next)
      },
    },
    onTrouble,
  )
  return {
    find: taskId => tasks.get(taskId) ?? null,
    overdue: nowMs => [...deadlines].flatMap(([taskId, deadlineMs]) => (deadlineMs <= nowMs ? [taskId] : [])),
    caughtUp: projection.caughtUp,
    stop: projection.stop,
  }
}
