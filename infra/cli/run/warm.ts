import { setTimeout as delay } from 'node:timers/promises'
import { isTurnstreamError } from '../../../processors/errors.ts'
import type { TaskChanged } from '../../../schemas/types.ts'
import type { Curated } from '../../warm/curate.ts'
import { type CuratedRow, readRows, refusedRows } from '../../warm/rows.ts'
import type { WarmOptions } from '../commands/warm.ts'
import { note, printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { readText } from '../read-text.ts'
import { type Asked, withSystem } from '../with-system.ts'

const rowsOf = (file: string, scene: string | undefined): readonly CuratedRow[] => {
  const { rows, problems } = readRows(readText(file))
  if (problems.length > 0) throw refusedRows(problems)
  return rows.map(row => ({ ...row, scene: row.scene ?? scene ?? null }))
}

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
const followTask = async (asked: Asked, taskId: string, what: string): Promise<TaskChanged> => {
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

const text = ({ rows, written, unchanged }: Curated): string =>
  `${rows} ${rows === 1 ? 'row' : 'rows'}: ${written} written, ${unchanged} as they were`

/**
 * Warms the caches with an FAQ file. Throws USAGE for a file that cannot be read, and BAD_REQUEST with each row and field at fault;
 * nothing is written then.
 */
export const warm = async (file: string, options: WarmOptions): Promise<void> => {
  const rows = rowsOf(file, options.scene)
  await withSystem(options, async asked => {
    const curated = (await asked.post('/internal/warm', { rows, tenant: options.tenant })) as Curated
    for (const { at, field, problem } of curated.warnings) note(`${at}: ${field} ${problem}`)
    if (curated.taskId !== null) await followTask(asked, curated.taskId, 'warming')
    await printResult(options.json, curated, text)
  })
}
