import { Argument, type Command, Option } from 'commander'
import { type Format, formats } from '../../export/format.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { type RangeOptions, rangeOptions } from '../range.ts'

export const exportedTables = ['turns', 'ledger'] as const

export type ExportedTable = (typeof exportedTables)[number]

export interface ExportOptions extends CommonOptions, RangeOptions {
  readonly format?: Format
  readonly tenant?: string
  readonly texts?: boolean
  readonly force?: boolean
}

const about = `
Writes a row for each answered turn, or for each line of the ledger, in columns that docs/reference/export.md lists. Sums of money are to the last
digit those of turnstream costs; what no customer asked (purpose other than answer) is among the rows, as its cost is in those sums.

Parquet has the types; CSV is UTF-8 by RFC 4180: nothing for null, "" for an empty text, lists as JSON, times as ISO 8601 in UTC. A text that a
spreadsheet would take for a formula gets an apostrophe in front in CSV, and none in Parquet.

The file is written as FILE.part and put in its place when it is whole. Rows are in no order. Reads beside a running server.`

export const addExport = (program: Command): void => {
  const [from, to] = rangeOptions()
  withCommonOptions(program.command('export'))
    .description('Write turns or the ledger to a Parquet or CSV file, for DuckDB, pandas or a spreadsheet')
    .addArgument(new Argument('<table>', 'which').choices(exportedTables))
    .argument('<file>', 'where to; .parquet or .csv says in which format')
    .addOption(new Option('--format <name>', 'format, whatever the file is called').choices(formats))
    .addOption(from)
    .addOption(to)
    .option('--tenant <name>', 'of this tenant alone')
    .option('--texts', 'with questions, answers and looked-up records, which are personal')
    .option('--force', 'replace the file if it is there')
    .addHelpText('after', about)
    .action(async (table: ExportedTable, file: string, options: ExportOptions) =>
      (await import('../run/export.ts')).exportLog(table, file, options),
    )
}
