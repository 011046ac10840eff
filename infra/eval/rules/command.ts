import { Command, InvalidArgumentError } from 'commander'
import { parseCount, parseShare, parseWhole } from '../../cli/numbers.ts'

export interface RulesCommandOptions {
  readonly data: string
  readonly answers?: string
  readonly limit: number
  readonly seeds: readonly number[]
  readonly judgeError?: number
  readonly json?: boolean
}

/** Whole numbers joined by commas, none twice. Throws InvalidArgumentError. */
export const parseSeeds = (text: string): readonly number[] => {
  const seeds = text.split(',').map(parseWhole)
  if (new Set(seeds).size === seeds.length) return seeds
  throw new InvalidArgumentError('None of them may come twice.')
}

/** The options of `npm run rules`. Parsing throws CommanderError for wrong usage. */
export const createRulesCommand = (evaluate: (options: RulesCommandOptions) => Promise<void>): Command =>
  new Command('npm run rules --')
    .description('Every rule that was tried, on the same questions in the same order')
    .requiredOption('--data <file>', 'NDJSON, one question a line')
    .option('--answers <file>', 'JSON, {group: [wordings]}; a group missing there gets an answer of its own')
    .option('--limit <number>', 'shuffle, then take so many rows', parseCount, 4_000)
    .option('--seeds <numbers>', 'of the shuffles, joined by commas; their counts are added up', parseSeeds, [7, 8, 9])
    .option('--judge-error <share>', 'on a miss, choose among existing answers, wrongly this often', parseShare)
    .option('--json', 'print a JSON document')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .action(evaluate)
