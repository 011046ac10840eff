import { resolve } from 'node:path'
import { type Command, Option } from 'commander'

/** What every command takes. */
export interface CommonOptions {
  readonly json?: boolean
  readonly config?: string
  readonly set?: readonly string[]
  readonly dataDir?: string
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** Adds the options that every command takes. */
export const withCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'print one JSON document on stdout')
    .addOption(new Option('--config <file>', 'configuration file, JSON').env('TURNSTREAM_CONFIG'))
    .addOption(
      new Option('--set <path=value>', 'set one option of the configuration; as often as needed').argParser(collect),
    )
    .addOption(
      new Option('--data-dir <directory>', 'embedded log and stores; .turnstream where not given').env(
        'TURNSTREAM_DATA_DIR',
      ),
    )

/** The data directory as an absolute path. */
export const dataDirOf = ({ dataDir }: CommonOptions): string => resolve(dataDir || '.turnstream')
