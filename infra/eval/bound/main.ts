/**
 * Whether no more hits are wrong than is tolerated, on shuffles and in the worst order:
 *
 *     npm run bound -- --data ROWS --answers ANSWERS [--limit 4000] [--seeds 1,2,3] [--rates 0.005,0.01,0.02,0.03] [--judge-error 0.05] [--json]
 *
 * Files are those of `turnstream eval cache`.
 */
import { Command } from 'commander'
import { complaintOf, exitCodeOf, exitCodes } from '../../cli/exit.ts'
import { parseCount, parseShare } from '../../cli/numbers.ts'
import { printResult } from '../../cli/output.ts'
import { startProgress } from '../../cli/progress.ts'
import { loadConfiguration } from '../../configuration/load.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { readCacheRows, readGroupAnswers } from '../rows.ts'
import { parseSeeds } from '../rules/command.ts'
import { evaluateBound } from './evaluate.ts'
import { formatBound } from './format.ts'

interface BoundCommandOptions {
  readonly data: string
  readonly answers?: string
  readonly limit: number
  readonly seeds: readonly number[]
  readonly rates: readonly number[]
  readonly judgeError?: number
  readonly json?: boolean
}

const evaluate = async ({ data, answers, json, ...options }: BoundCommandOptions): Promise<void> => {
  const rows = readCacheRows(data)
  const groupAnswers = answers === undefined ? {} : { answers: readGroupAnswers(answers) }
  const configuration = loadConfiguration({ env: {} })
  const embedding = await openMiniLm(configuration.embedding)
  const progress = startProgress('questions')
  try {
    const result = await evaluateBound({
      ...{ rows, ...groupAnswers, configuration, embedding, ...options },
      onProgress: progress.update,
    })
    progress.stop()
    await printResult(json, result, formatBound)
  } finally {
    progress.stop()
    await embedding.close()
  }
}

const command = new Command('npm run bound --')
  .description('Whether no more hits are wrong than is tolerated')
  .requiredOption('--data <file>', 'NDJSON, one question a line')
  .option('--answers <file>', 'JSON, {group: [wordings]}; a group missing there gets an answer of its own')
  .option('--limit <number>', 'shuffle, then take so many rows', parseCount, 4_000)
  .option('--seeds <numbers>', 'of the shuffles, joined by commas', parseSeeds, [7, 8, 9])
  .option(
    '--rates <shares>',
    'of hits that may be wrong, joined by commas',
    text => text.split(',').map(parseShare),
    [0.005, 0.01, 0.02, 0.03],
  )
  .option('--judge-error <share>', 'on a miss, choose among existing answers, wrongly this often', parseShare)
  .option('--json', 'print a JSON document')
  .exitOverride()
  .configureOutput({ writeErr: () => {} })
  .action(evaluate)

try {
  await command.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
  if (process.exitCode !== exitCodes.done) process.stderr.write(complaintOf(error, process.argv.includes('--json')))
}
