import { type Command, InvalidArgumentError } from 'commander'
import { type Dimension, dimensions } from '../../ledger/summary.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'

export interface CostsOptions extends CommonOptions {
  readonly by?: readonly Dimension[]
  readonly tenant?: string
  readonly forecast?: boolean
  readonly prices?: string
  readonly pareto?: boolean
  readonly limit?: number
}

const parseBy = (text: string): readonly Dimension[] => {
  const names = text.split(',').map(name => name.trim())
  const unknown = names.find(name => !(dimensions as readonly string[]).includes(name))
  if (unknown === undefined) return [...new Set(names)] as readonly Dimension[]
  throw new InvalidArgumentError(`It cannot be told apart by ${unknown}; it can by ${dimensions.join(', ')}.`)
}

const about = `
Money is exact: the ledger counts 1e-12 USD in whole numbers. "saved" is counted against the baseline model answering every
turn with its whole history, which is named beside it. "none" is what no layer of the cache answered. An answer of the help
centre in place of a model (degraded) saves nothing; a hit on one does, and both are told apart.

--prices takes a JSON file with a list of {"model", "valid_from", "input", "cached_input", "output"}, USD for 1,000,000 tokens
as texts; a configuration file with "prices" or a copy of data/prices.json will do. What was spent and the baseline are
both priced again, each call at the day it was made. --pareto shows which questions account for 80 % of what was spent.

--forecast adds for the rest of the UTC month what each weekday took on average in the last eight weeks, with a prediction interval of
95 %; it needs seven whole days. The budget is that of the configuration: budget.monthlyUsd, or with --tenant that of budget.tenants.

Asks the server that runs on the data directory; where none runs, or with --prices or --pareto, reads the log.`

export const addCosts = (program: Command): void => {
  withCommonOptions(program.command('costs'))
    .description('Sum the ledger up: turns, hit rate, tokens, money spent and saved')
    .option('--by <names>', `one row for each of ${dimensions.join(', ')}; several joined by commas`, parseBy)
    .option('--tenant <name>', 'of this tenant alone')
    .option('--forecast', 'tell what this month has taken, by days, and is likely to, against its budget')
    .option('--prices <file>', 'price every turn again from this list')
    .option('--pareto', 'show the questions that the most was spent on')
    .option('--limit <number>', 'questions shown, at most (default: 20)', parseCount)
    .addHelpText('after', about)
    .action(async (options: CostsOptions) => (await import('../run/costs.ts')).costs(options))
}
