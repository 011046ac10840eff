import { explain } from '../../replay/explain.ts'
import { explainText } from '../../replay/explain-text.ts'
import { followViews } from '../../runtime/views.ts'
import type { CommonOptions } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { keyedPartitions, openLogToRead } from '../log.ts'
import { printResult } from '../output.ts'

/** Explains a turn from the log. Throws UNKNOWN_TURN, and UNAVAILABLE where there is no log. */
export const explainTurn = async (turnId: string, options: CommonOptions): Promise<void> => {
  const configuration = configurationOf(options)
  const log = await openLogToRead(options, 'index')
  try {
    const views = await followViews(log)
    const partitions = await keyedPartitions(log, configuration.log.partitions)
    const explanation = await explain(turnId, { log, views, partitions })
    views.stop()
    await printResult(options.json, explanation, explainText)
  } finally {
    await log.close()
  }
}
