import { type Command, InvalidArgumentError } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'

export interface AsOfOptions extends CommonOptions {
  readonly scene?: string
  readonly tenant?: string
  readonly limit: number
}

/** Reads an ISO time, to ms since 1970. */
const parseInstant = (text: string): number => {
  const timeMs = Date.parse(text)
  if (!Number.isNaN(timeMs)) return timeMs
  throw new InvalidArgumentError('It must be a time like 2026-05-01T12:00:00Z.')
}

const about = `
The caches, policies, thresholds and the configuration as they stood at an instant, and what the month had cost, folded from the log
alone: all that had happened by then counts, by the time of the events. An entry is counted where a lookup could have found it: neither
expired nor claimed by a policy change, nor waiting for a reviewer.

--json prints the whole configuration too; --limit is of the entries shown, the last ones stored. Reads beside a running server.`

export const addAsOf = (program: Command): void => {
  withCommonOptions(program.command('as-of'))
    .description('Tell what the caches held, and which policies and thresholds were in force, at an instant')
    .argument('<time>', 'an ISO time', parseInstant)
    .option('--scene <name>', 'of this scene alone')
    .option('--tenant <name>', 'of this tenant alone')
    .option('--limit <number>', 'entries shown, at most', parseCount, 10)
    .addHelpText('after', about)
    .action(async (atMs: number, options: AsOfOptions) => (await import('../run/as-of.ts')).tellPast(atMs, options))
}
