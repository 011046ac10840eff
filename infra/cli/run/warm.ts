import { turnstreamError } from '../../../processors/errors.ts'
import { endOf, type WarmingEnd } from '../../../processors/warm/end.ts'
import { usdText } from '../../ledger/usd.ts'
import type { Curated } from '../../warm/curate.ts'
import type { AskedAgain } from '../../warm/from-log.ts'
import { type CuratedRow, readRows, refusedRows } from '../../warm/rows.ts'
import type { WarmOptions } from '../commands/warm.ts'
import { followTask } from '../follow-task.ts'
import { note, printResult } from '../output.ts'
import { readText } from '../read-text.ts'
import { withSystem } from '../with-system.ts'

const rowsOf = (file: string, scene: string | undefined): readonly CuratedRow[] => {
  const { rows, problems } = readRows(readText(file))
  if (problems.length > 0) throw refusedRows(problems)
  return rows.map(row => ({ ...row, scene: row.scene ?? scene ?? null }))
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
