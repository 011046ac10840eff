import { formatTrapFailures, formatTrapsEvaluation } from '../../eval/format-traps.ts'
import { readTrapRows, type TrapRow } from '../../eval/rows.ts'
import { evaluateTraps, type TrapOutcome } from '../../eval/traps.ts'
import type { EvalTrapsOptions } from '../commands/eval.ts'
import { configurationOf } from '../configuration.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

/** Evaluates traps and paraphrases; with `list`, the rows that failed come with the result. */
export const evalTraps = async (options: EvalTrapsOptions): Promise<void> => {
  const { data, limit, seed, list = false } = options
  const configuration = configurationOf(options)
  const rows = readTrapRows(data)
  const failures: (TrapRow & { readonly outcome: TrapOutcome })[] = []
  const progress = startProgress('rows')
  const result = await evaluateTraps({
    rows,
    configuration,
    limit,
    seed,
    onProgress: progress.update,
    onRow: (row, outcome) => {
      if (row.same !== outcome.served) failures.push({ ...row, outcome })
    },
  }).finally(progress.stop)
  const document = list ? { ...result, failures } : result
  await printResult(options.json, document, () =>
    [formatTrapsEvaluation(result), ...(list ? [formatTrapFailures(failures)] : [])].join('\n'),
  )
}
