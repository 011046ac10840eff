import { Command, InvalidArgumentError } from 'commander'
import type { Configuration } from '../../processors/configuration.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { parseCount, parseShare, parseWhole } from '../cli/numbers.ts'
import { printResult } from '../cli/output.ts'
import { startProgress } from '../cli/progress.ts'
import { loadConfiguration } from '../configuration/load.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { type CacheRow, type GroupAnswers, readCacheRows, readGroupAnswers } from './rows.ts'

export interface RowsCommandOptions {
  readonly data: string
  readonly answers?: string
  readonly limit: number
  readonly seeds: readonly number[]
  readonly judgeError?: number
  readonly json?: boolean
}

/** What an evaluation is given beside its options. */
export interface OnRows {
  readonly rows: readonly CacheRow[]
  readonly answers?: GroupAnswers
  readonly configuration: Configuration
  readonly embedding: EmbeddingModel
  readonly onProgress: (done: number, total: number) => void
}

/** Whole numbers joined by commas, none twice. Throws InvalidArgumentError. */
const parseSeeds = (text: string): readonly number[] => {
  const seeds = text.split(',').map(parseWhole)
  if (new Set(seeds).size === seeds.length) return seeds
  throw new InvalidArgumentError('None of them may come twice.')
}

/** The options of what is evaluated on the rows of `turnstream eval cache` in several orders. Parsing throws CommanderError for wrong usage. */
export const rowsCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .requiredOption('--data <file>', 'NDJSON, one question a line')
    .option('--answers <file>', 'JSON, {group: [wordings]}; a group missing there gets an answer of its own')
    .option('--limit <number>', 'shuffle, then take so many rows', parseCount, 4_000)
    .option('--seeds <numbers>', 'of the shuffles, joined by commas', parseSeeds, [7, 8, 9])
    .option('--judge-error <share>', 'on a miss, choose among existing answers, wrongly this often', parseShare)
    .option('--json', 'print a JSON document')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })

/** Reads the files, evaluates with the shipped configuration and embedding model, and prints what came of it. */
export const evaluateOnRows =
  <Options extends RowsCommandOptions, Result>(
    evaluate: (options: OnRows & Omit<Options, 'data' | 'answers' | 'json'>) => Promise<Result>,
    format: (result: Result) => string,
  ) =>
  async ({ data, answers, json, ...options }: Options): Promise<void> => {
    const rows = readCacheRows(data)
    const groupAnswers = answers === undefined ? {} : { answers: readGroupAnswers(answers) }
    const configuration = loadConfiguration({ env: {} })
    const embedding = await openMiniLm(configuration.embedding)
    const progress = startProgress('questions')
    try {
      const onProgress = progress.update
      const result = await evaluate({ ...options, rows, ...groupAnswers, configuration, embedding, onProgress })
      progress.stop()
      await printResult(json, result, format)
    } finally {
      progress.stop()
      await embedding.close()
    }
  }
