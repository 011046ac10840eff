import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parsePositiveShare } from '../numbers.ts'

export interface InvalidateOptions extends CommonOptions {
  readonly entry?: readonly string[]
  readonly product?: readonly string[]
  readonly keyword?: readonly string[]
  readonly source?: readonly string[]
  readonly scene?: string
  readonly beforeVersion?: string
  readonly all?: boolean
  readonly reason?: string
  readonly policyVersion?: string
  readonly sharePerDay?: number
  readonly dryRun?: boolean
}

const about = `
Every criterion that is given must hold; of several entries, products, keywords or sources one is enough. It is a policy change like one
of "policy change", made from the options: answered once no older answer that it matches is served, and listed by "policy
list". --dry-run reads the log, beside a running server too, counts the entries that are served now and would not be any more,
and changes nothing.`

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

export const addInvalidate = (program: Command): void => {
  withCommonOptions(program.command('invalidate'))
    .description('Make cached answers invalid: by entry, product, keyword, source, scene or data version')
    .option('--entry <id>', 'this entry, as "explain" names it; as often as needed', collect)
    .option('--product <name>', 'entries about this product; as often as needed', collect)
    .option('--keyword <text>', 'entries whose question or answer holds it; as often as needed', collect)
    .option('--source <id>', 'entries that rest on this article or document; as often as needed', collect)
    .option('--scene <scene>', 'entries of this scene')
    .option('--before-version <version>', 'entries whose data version is older')
    .option('--all', 'every entry; needed where nothing else is named')
    .option('--reason <text>', 'for people: why; needed')
    .option('--policy-version <name>', 'name of the change; made from the time where it is not given')
    .option('--share-per-day <share>', 'gradually: this share of them a day, above 0, at most 1', parsePositiveShare)
    .option('--dry-run', 'only count what it would take')
    .addHelpText('after', about)
    .action(async (options: InvalidateOptions) => (await import('../run/invalidate.ts')).invalidate(options))
}
