import { setTimeout as delay } from 'node:timers/promises'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { TaskChanged } from '../../schemas/types.ts'
import { startProgress } from './progress.ts'
import type { Asked } from './with-system.ts'

const pollMs = 100

/** How a task stands; null where the system has not read it from the log yet. */
const standingOf = async ({ get }: Asked, taskId: string): Promise<TaskChanged | null> => {
  try {
    return (await get(`/internal/tasks/${encodeURIComponent(taskId)}`)) as TaskChanged
  } catch (error) {
    if (isTurnstreamError(error, 'NOT_FOUND')) return null
    throw error
  }
}

/** Resolves when the task has ended; tells how far it has come meanwhile. */
export const followTask = async (asked: Asked, taskId: string, what: string): Promise<TaskChanged> => {
  const progress = startProgress(what)
  try {
    for (;;) {
      const task = await standingOf(asked, taskId)
      if (task?.total) progress.update(task.done, task.total)
      if (task && ['completed', 'failed', 'cancelled'].includes(task.state)) return task
      await delay(pollMs)
    }
  } finally {
    progress.stop()
  }
}
