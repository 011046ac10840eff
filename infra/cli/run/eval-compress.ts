import type { Configuration } from '../../../processors/configuration.ts'
import type { ChatModels } from '../../../processors/ports/models.ts'
import { evaluateCompression } from '../../eval/compress.ts'
import { formatCompressEvaluation, formatLosses, type Loss } from '../../eval/format-compress.ts'
import { readDialogueRows } from '../../eval/rows.ts'
import type { EvalCompressOptions } from '../commands/eval.ts'
import { configurationOf } from '../configuration.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

/** Loaded only where a model is asked. */
const openModels = async ({ pools }: Configuration): Promise<ChatModels> => {
  const { createChatModels } = await import('../../models/chat-models.ts')
  return createChatModels({ pools, env: process.env })
}

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
  const models = configuration.compress.pool === '' ? undefined : await openModels(configuration)
  const onProgress = progress.update
  const result = await evaluateCompression({ rows, configuration, models, limit, seed, onProgress, onRow }).finally(
    async () => {
      progress.stop()
      await models?.close()
    },
  )
  await printResult(options.json, list ? { ...result, losses } : result, () =>
    [formatCompressEvaluation(result), ...(list ? [formatLosses(losses)] : [])].join('\n'),
  )
}
