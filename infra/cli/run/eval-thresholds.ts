import { writeFileSync } from 'node:fs'
import { turnstreamError } from '../../../processors/errors.ts'
import { formatThresholdsEvaluation } from '../../eval/format.ts'
import { readCacheRows, readGroupAnswers } from '../../eval/rows.ts'
import { evaluateThresholds, type ThresholdsEvaluation } from '../../eval/thresholds.ts'
import type { EvalThresholdsOptions } from '../commands/eval.ts'
import { configurationOf } from '../configuration.ts'
import { note, printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

const writePlot = async (file: string, result: ThresholdsEvaluation): Promise<void> => {
  const { plotSvg } = await import('../../eval/plot-svg.ts')
  try {
    writeFileSync(file, plotSvg(result))
  } catch (cause) {
    throw turnstreamError('UNAVAILABLE', `${file} cannot be written`, { cause })
  }
  note(`the plot is in ${file}`)
}

/** Evaluates the caches at several thresholds. Throws USAGE for a file that cannot be read, UNAVAILABLE for one that cannot be written. */
export const evalThresholds = async (options: EvalThresholdsOptions): Promise<void> => {
  const { data, answers, judgeError, limit, seed, thresholds, plot, json } = options
  const configuration = configurationOf(options)
  const rows = readCacheRows(data)
  const progress = startProgress('questions')
  const result = await evaluateThresholds({
    rows,
    ...(answers === undefined ? {} : { answers: readGroupAnswers(answers) }),
    judgeError,
    configuration,
    limit,
    seed,
    thresholds,
    onProgress: progress.update,
  }).finally(progress.stop)
  // The result is worth more than its picture.
  await printResult(json, result, formatThresholdsEvaluation)
  if (plot !== undefined) await writePlot(plot, result)
}
