import { writeFileSync } from 'node:fs'
import { turnstreamError } from '../../../processors/errors.ts'
import { formatThresholdsEvaluation } from '../../eval/format.ts'
import { evaluateThresholds, type ThresholdsEvaluation } from '../../eval/thresholds.ts'
import type { EvalThresholdsOptions } from '../commands/eval.ts'
import { note, printResult } from '../output.ts'
import { evaluated } from './evaluated.ts'

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
  const { thresholds, plot, json } = options
  const result = await evaluated(options, common => evaluateThresholds({ ...common, thresholds }))
  // The result is worth more than its picture.
  await printResult(json, result, formatThresholdsEvaluation)
  if (plot !== undefined) await writePlot(plot, result)
}
