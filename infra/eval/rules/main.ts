/**
 * The table of all rules that decide whether an answer is served again, on one stream:
 *
 *     npm run rules -- --data ROWS --answers ANSWERS [--limit 4000] [--seeds 7,8,9] [--judge-error 0.05] [--json]
 *
 * Files are those of `turnstream eval cache`. What the rules are is in docs/cache.md.
 */
import { complaintOf, exitCodeOf, exitCodes } from '../../cli/exit.ts'
import { printResult } from '../../cli/output.ts'
import { startProgress } from '../../cli/progress.ts'
import { loadConfiguration } from '../../configuration/load.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { readCacheRows, readGroupAnswers } from '../rows.ts'
import { createRulesCommand, type RulesCommandOptions } from './command.ts'
import { evaluateRules } from './evaluate.ts'
import { formatRules } from './format.ts'

const evaluate = async ({ data, answers, limit, seeds, judgeError, json }: RulesCommandOptions): Promise<void> => {
  const rows = readCacheRows(data)
  const groupAnswers = answers === undefined ? {} : { answers: readGroupAnswers(answers) }
  const configuration = loadConfiguration({ env: {} })
  const embedding = await openMiniLm(configuration.embedding)
  const progress = startProgress('questions')
  try {
    const result = await evaluateRules({
      ...{ rows, ...groupAnswers, judgeError, configuration, embedding, limit, seeds },
      onProgress: progress.update,
    })
    progress.stop()
    await printResult(json, result, formatRules)
  } finally {
    progress.stop()
    await embedding.close()
  }
}

try {
  await createRulesCommand(evaluate).parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
  if (process.exitCode !== exitCodes.done) process.stderr.write(complaintOf(error, process.argv.includes('--json')))
}
