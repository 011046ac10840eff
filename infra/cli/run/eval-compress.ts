import { evaluateCompression } from '../../eval/compress.ts'
import { formatCompressEvaluation, formatLosses, type Loss } from '../../eval/format-compress.ts'
import { readDialogueRows } from '../../eval/rows.ts'
import type { EvalCompressOptions } from '../commands/eval.ts'
import { configurationOf } from '../configuration.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

/** Evaluates compression on dialogues; with `list`, what was sent for those that lost a required value comes with the result. */
export const evalCompress = async (options: EvalCompressOptions): Promise<void> => {
  const { data, limit, seed, list = false } = options
  const configuration = configurationOf(options)
  const rows = readDialogueRows(data)
  const losses: Loss[] = []
  const progress = startProgress('dialogues')
  const onRow = (_row: unknown, sent: string, lost: readonly string[]): void => {
    if (lost.length > 0) losses.push({ lost, sent })
  }
  const evaluate = () => {
    try {
      return evaluateCompression({ rows, configuration, limit, seed, onProgress: progress.update, onRow })
    } finally {
      progress.stop()
    }
  }
  const result = evaluate()
  await printResult(options.json, list ? { ...result, losses } : result, () =>
    [formatCompressEvaluation(result), ...(list ? [formatLosses(losses)] : [])].join('\n'),
  )
}
