import type { Command } from 'commander'
import { type RowsCommandOptions, rowsCommand } from '../rows-command.ts'

/** The command `npm run rules`. Parsing throws CommanderError for wrong usage. */
export const createRulesCommand = (evaluate: (options: RowsCommandOptions) => Promise<void>): Command =>
  rowsCommand(
    'npm run rules --',
    'Every rule that was tried, on the same questions in the same order; the counts of several orders are added up',
  ).action(evaluate)
