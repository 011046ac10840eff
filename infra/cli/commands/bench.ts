import { type Command, InvalidArgumentError, Option } from 'commander'
import { longRows, type RowId, rowIds, serviceRowIds } from '../../bench/targets.ts'
import { unsteeredText } from '../../bench/unsteered.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'

export interface BenchCommandOptions extends CommonOptions {
  readonly rows?: readonly RowId[]
  readonly quick?: boolean
  readonly full?: boolean
  readonly services?: boolean
  readonly vs?: string
  readonly out?: string
  readonly profile?: string
  readonly keep?: boolean
  readonly check?: boolean
}

const allRows: readonly RowId[] = [...rowIds, ...serviceRowIds]

const parseRows = (text: string): readonly RowId[] => {
  const names = text.split(',').map(name => name.trim())
  const unknown = names.find(name => !(allRows as readonly string[]).includes(name))
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no row ${unknown}; there are ${allRows.join(', ')}.`)
  return allRows.filter(id => names.includes(id))
}

const about = `
Starts a server of its own as "turnstream serve" does, with the shipped configuration but
${unsteeredText}, and with --set, on a fresh data directory below
--data-dir (.turnstream-bench where not given), its model pools on a provider stub. Latency counts from the instant at which a
request was due, so a server that stands still is charged for it. The report goes to stdout and, as JSON, to a file.

"sustained" rows look for the highest rate that holds p99, without an error, and whose log lane catches up within 5 s.

--services runs on the services that KAFKA_BROKERS, ELASTICSEARCH_URL, REDIS_URL and SCHEMA_REGISTRY_URL name, and starts those
that they do not name on this machine. A row whose answers did not come from the service that it is about has no figures.

The figures mean nothing while something else runs on the machine. The exit code is 0 whatever was reached, unless --check is given.`

export const addBench = (program: Command): void => {
  withCommonOptions(program.command('bench'))
    .description('Measure speed under load against its targets')
    .option('--rows <names>', `some rows: ${allRows.join(', ')}`, parseRows)
    .option('--services', 'the rows of real services, and no others')
    .option('--full', `also the long rows: ${longRows.join(', ')}`)
    .option('--quick', 'small sizes, which judge nothing: to try the bench itself')
    .option('--vs <commit>', 'measure another commit and this checkout in turn, and compare')
    .option('--out <file>', 'where the report goes as JSON (default: a file of its own in the data directory)')
    .option('--profile <directory>', 'write CPU profiles of the servers')
    .option('--keep', 'leave the data directories behind')
    .addOption(new Option('--check', 'exit with 1 where a target is missed').conflicts('vs'))
    .addHelpText('after', about)
    .action(async (options: BenchCommandOptions) => (await import('../run/bench.ts')).bench(options))
}
