import { setTimeout as delay } from 'node:timers/promises'
import { isTurnstreamError, turnstreamError } from '../../../processors/errors.ts'
import { endOf, type WarmingEnd } from '../../../processors/warm/end.ts'
import type { TaskChanged } from '../../../schemas/types.ts'
import { usdText } from '../../ledger/usd.ts'
import type { Curated } from '../../warm/curate.ts'
import type { AskedAgain } from '../../warm/from-log.ts'
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

interface AskedFromLog extends AskedAgain, WarmingEnd {
  readonly asked: number
}

const askedText = ({ asked, questions, spentPicoUsd, ended }: AskedFromLog): string =>
  `${asked} of ${questions} questions asked again for ${usdText(BigInt(spentPicoUsd))} USD${ended === 'done' ? '' : `; the ${ended} is spent`}`

/** Questions of the log that are asked again where nobody says how many. */
const usualTop = 10_000

const fromLog = (options: WarmOptions): Promise<void> =>
  withSystem(options, async asked => {
    const plan = (await asked.post('/internal/warm/from-log', { top: options.top ?? usualTop })) as AskedAgain
    const { done, detail } = await followTask(asked, plan.taskId, 'asking again')
    await printResult(options.json, { ...plan, ...endOf(detail)!, asked: done }, askedText)
  })

/**
 * Warms the caches with an FAQ file, or from the log. Throws USAGE for a file that cannot be read, and BAD_REQUEST with each row and
 * field at fault; nothing is written then.
 */
export const warm = async (file: string | undefined, options: WarmOptions): Promise<void> => {
  if ((file === undefined) !== (options.fromLog === true))
    throw turnstreamError('USAGE', 'name a file, or say --from-log, not both')
  if (file === undefined) return fromLog(options)
  const rows = rowsOf(file, options.scene)
  await withSystem(options, async asked => {
    const curated = (await asked.post('/internal/warm', { rows, tenant: options.tenant })) as Curated
    for (const { at, field, problem } of curated.warnings) note(`${at}: ${field} ${problem}`)
    if (curated.taskId !== null) await followTask(asked, curated.taskId, 'warming')
    await printResult(options.json, curated, text)
  })
}
